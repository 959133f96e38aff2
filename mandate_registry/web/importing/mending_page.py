"""The step of an import that takes what the owner of a file mended on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.additions import is_told, with_new
from mandate_registry.register_folder.plan import ADDED, TOGETHER, word_of
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing.offers import known_names
from mandate_registry.web.importing.pages import imports, spreadsheet
from mandate_registry.web.names import Names
from schemas.pages.uploads import How, MendForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan


@imports.post("/<uuid:identity>/mend")
def mend(identity: UUID) -> Response:
    """Keep what words stand for, what is to stand in cells, and which rows are not read; then look again."""
    upload, plan, sheets = spreadsheet(identity)
    said = Form().load(MendForm)
    made = with_new(_mended(plan, said), sheets[plan.sheet], _new(said), known_names(Names(upload.organisation)))
    call(plan_upload, identity, made)
    is_open = any(not is_told(table, one) for table, found in made.added.items() for one in found.values())
    return see_other("imports.added" if is_open else "imports.check", identity=identity)


def with_conditions(plan: Plan, answers: Iterable[dict[str, Any]]) -> Plan:
    """Return the plan with the words that are kept as conditions, without those that now stand for something else."""
    conditions = {column: dict.fromkeys(words) for column, words in plan.conditions.items()}
    for one in answers:
        words, word = conditions.setdefault(one["column"], {}), word_of(one["word"])
        if one["how"] == How.CONDITION:
            words[word] = None
        elif one["how"] or one["text"]:
            words.pop(word, None)
    return replace(plan, conditions={column: list(words) for column, words in conditions.items() if words})


def _mended(plan: Plan, said: dict[str, Any]) -> Plan:
    meanings = {column: dict(words) for column, words in plan.meanings.items()}
    plan = with_conditions(plan, said["meanings"])
    for one in said["meanings"]:
        if one["how"] == How.CONDITION:
            meanings.get(one["column"], {}).pop(word_of(one["word"]), None)
            continue
        if one["text"] or one["how"] not in (None, How.NEW):
            meanings.setdefault(one["column"], {})[word_of(one["word"])] = _meant(one)
    mended = {_cell(one): one["text"] for one in said["mended"] if one["text"]}
    return replace(
        plan,
        meanings=meanings,
        mended={**plan.mended, **mended},
        dropped=tuple(sorted({*plan.dropped, *said["dropped"]})),
        doubles=str(said["doubles"] or plan.doubles),
        new_units=said["new_units"] or plan.new_units,
    )


def _new(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cells that name something new: those of which it is said, or of all when nothing else is."""
    for one in said["meanings"]:
        is_of_all = ADDED.get(one["column"]) in said["all_new"] and not (one["how"] or one["text"])
        if one["column"] in ADDED and (is_of_all or one["how"] == How.NEW):
            yield one["column"], one["word"]


def _cell(one: dict[str, Any]) -> str:
    """Return how a plan names a cell of the file, or a row of a column that the file has not."""
    return f"{one['row']}:{one['column'] if one['place'] is None else one['place']}"


def _meant(said: dict[str, Any]) -> str | None:
    """Return what a word stands for; of a mark that decides together a limit may be typed as well."""
    match said["how"]:
        case How.SKIP:
            return None
        case How.EMPTY:
            return ""
        case How.TOGETHER:
            return f"{TOGETHER} {said['text']}".strip()
    return str(said["text"])
