"""What somebody says of the words, the cells and the rows of a file, as a plan keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.amounts.amount_words import amount_among
from mandate_registry.register_folder.grants.additions import with_new
from mandate_registry.register_folder.sheet.filled_from_above import filled_from_above
from mandate_registry.register_folder.sheet.plan import ADDED, TOGETHER, Plan, word_of
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.imports import choice_texts
from mandate_registry.web.imports.offers import known_names
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import IS, AnswerKind

TYPED_BESIDE = (AnswerKind.TEXT, AnswerKind.TOGETHER, AnswerKind.NEW)
"""The answers beside which a text may be typed."""


def texts_of(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a form says with the texts that were chosen; InvalidInput where two answers are given, or none."""
    errors = [error for at, one in enumerate(said["meanings"]) if (error := _wrong(f"meanings.{at}.text", one))]
    if errors:
        raise InvalidInput(*errors)
    return said | {"meanings": [_as_text(one) for one in said["meanings"]]}


def _wrong(field: str, one: dict[str, Any]) -> FieldError | None:
    if one["how"] == AnswerKind.TEXT and not one["text"]:
        return FieldError(field, "required", "")
    is_beside = one["text"] and one["how"] not in (None, *TYPED_BESIDE, f"{IS}{one['text']}")
    return FieldError(field, "two_answers", str(choice_texts.TWO_ANSWERS)) if is_beside else None


def _as_text(one: dict[str, Any]) -> dict[str, Any]:
    is_chosen = one["how"] is not None and one["how"].startswith(IS)
    return one | {"how": AnswerKind.TEXT, "text": one["how"].removeprefix(IS)} if is_chosen else one


def corrections_by(plan: Plan, laid: SheetLayout, said: dict[str, Any], names: RegisterNames) -> Plan:
    """Return the plan with what a form (`texts_of`) says of words, cells and rows, and what is new by it."""
    chosen = {(one["column"], one["word"]) for one in said["meanings"] if one["how"] == AnswerKind.NEW}
    made = _with_above(_mended(plan, said), laid, said["meanings"])
    return with_new(made, laid, _new(said), known_names(names), chosen)


def _with_above(plan: Plan, laid: SheetLayout, answers: Iterable[dict[str, Any]]) -> Plan:
    """Return the plan with what stands above the empty cells of the columns of which that is said."""
    columns = [one["column"] for one in answers if one["how"] == AnswerKind.ABOVE and not one["word"]]
    found = [filled_from_above(laid, plan, column) for column in columns]
    return replace(plan, mended={cell: text for one in (*found, plan.mended) for cell, text in one.items()})


def with_conditions(plan: Plan, answers: Iterable[dict[str, Any]]) -> Plan:
    """Return the plan with the words that are kept as conditions, without those that now stand for something else."""
    conditions = {column: dict.fromkeys(words) for column, words in plan.conditions.items()}
    for one in answers:
        words, word = conditions.setdefault(one["column"], {}), word_of(one["word"])
        if one["how"] == AnswerKind.CONDITION or _amount(one):
            words[word] = None
        elif one["how"] or one["text"]:
            words.pop(word, None)
    return replace(plan, conditions={column: list(words) for column, words in conditions.items() if words})


def _mended(plan: Plan, said: dict[str, Any]) -> Plan:
    meanings = {column: dict(words) for column, words in plan.meanings.items()}
    plan = with_conditions(plan, said["meanings"])
    for one in said["meanings"]:
        if one["how"] in (AnswerKind.CONDITION, AnswerKind.ABOVE):
            meanings.get(one["column"], {}).pop(word_of(one["word"]), None)
            continue
        if one["how"] == AnswerKind.BOTH and not _amount(one):
            continue
        if one["text"] or one["how"] not in (None, AnswerKind.NEW):
            meanings.setdefault(one["column"], {})[word_of(one["word"])] = _meant(one)
    mended = {_cell(one): one["text"] for one in said["mended"] if one["text"]}
    bodies = {f"{row}:on_behalf_of": one["body"] for one in said["bodies"] if one["body"] for row in one["rows"]}
    return replace(
        plan,
        meanings=meanings,
        mended={**plan.mended, **mended, **bodies},
        dropped=tuple(sorted({*plan.dropped, *said.get("dropped", ())})),
        doubles=str(said.get("doubles") or plan.doubles),
        new_units=said["new_units"] or plan.new_units,
    )


def _new(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cells that name something new: those of which it is said, or of all when nothing else is."""
    for one in said["meanings"]:
        is_of_all = ADDED.get(one["column"]) in said.get("all_new", ()) and not (one["how"] or one["text"])
        if one["column"] in ADDED and (is_of_all or one["how"] == AnswerKind.NEW):
            yield one["column"], one["word"]


def _cell(one: dict[str, Any]) -> str:
    """Return how a plan names a cell of the file, or a row of a column that the file has not."""
    return f"{one['row']}:{one['column'] if one['place'] is None else one['place']}"


def _amount(said: dict[str, Any]) -> str:
    """Return the amount in a word of which it is said that it is the limit, beside a condition; "" without one."""
    found = amount_among(said["column"], said["word"]) if said["how"] == AnswerKind.BOTH else None
    return found.text if found else ""


def _meant(said: dict[str, Any]) -> str | None:
    """Return what a word stands for; of a mark that decides together a limit may be typed as well."""
    match said["how"]:
        case AnswerKind.SKIP:
            return None
        case AnswerKind.EMPTY:
            return ""
        case AnswerKind.BOTH:
            return _amount(said)
        case AnswerKind.TOGETHER:
            return f"{TOGETHER} {said['text']}".strip()
    return str(said["text"])
