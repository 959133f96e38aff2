"""What of a page with questions has an answer already, to be confirmed in one look, and what still needs somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from mandate_registry.register_folder.sheet.plan import ADDED
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import question_texts as words
from mandate_registry.web.imports.corrections import UnknownWord
from mandate_registry.web.imports.corrections_view import WordGroup
from mandate_registry.web.imports.vat_groups import VatGroup
from schemas.pages.upload_forms import ANEW, IS, AnswerKind

MAX_NAMED = 4
"""So many words are named that have the same answer."""
OPENLY = ("marked.lapsed", "notation")
"""What is always asked openly, also where an answer is suggested: a wrong one changes what holds."""
GRANTING = ("title", "adoptedBy", "reference")
"""What has to be told of a decision that comes with a list."""


class SettledLine(NamedTuple):
    """Words of a column with the same answer: they, the answer, in how many rows, and the words with their places.

    `new` are those that may be new as well, with the fields of what is told of it.
    """

    text: str
    more: int
    answer: str
    rows: int
    group: WordGroup
    new: list[NewRow]


class NewRow(NamedTuple):
    """A word that may be new: its place among those of its table, its place among all words, and the word.

    `nature` is what kind of act its name says that it is; `is_slip` that it may be a slip of a title of the register.
    """

    place: int
    at: int
    word: UnknownWord
    nature: str = ""
    is_slip: bool = False


def with_settled(asked: Iterable[dict[str, Any]], form: Form, vat_groups: Iterable[VatGroup]) -> list[dict[str, Any]]:
    """Return the questions of a page with the answer that each has already; "" where it is open."""
    of_vat = str(words.BY_TYPE) if (groups := list(vat_groups)) and all(one.why for one in groups) else ""
    told = ((one, _settled(one, form) or (of_vat if one["asks"] == "vat" else "")) for one in asked)
    return [one | {"settled": "" if form.error(one["field"]) else answer} for one, answer in told]


def _settled(one: Mapping[str, Any], form: Form) -> str:
    """Return what is answered to a question; of a decision that comes with the list its title."""
    field = one["field"]
    value = form.value(field)
    if not value or one["asks"] == "rows" or field in OPENLY or one.get("warning"):
        return ""
    if value == ANEW and one["asks"] == "instrument":
        told = [form.value(f"granting.{name}") for name in GRANTING]
        return str(words.COMES_NEW) % {"title": told[0]} if all(told) and not form.error("granting") else ""
    return str(dict(one.get("options", ())).get(value, value))


def lines_of(groups: Iterable[WordGroup], form: Form, new: Mapping[int, NewRow]) -> list[SettledLine]:
    """Return the words that have an answer, by that answer; those that are new stand among what is new."""
    return [line for group in groups for line in _lines(group, form, new)]


def open_groups(groups: Iterable[WordGroup], form: Form, new: Iterable[int]) -> list[WordGroup]:
    """Return the words without an answer by their column, without those that are asked among what may be new."""
    beside = {*new}
    found = [
        replace(group, words=[(at, one) for at, one in group.words if at not in beside and not _is_settled(at, form)])
        for group in groups
    ]
    return [group for group in found if group.words]


def is_told_new(one: NewRow, field: str, form: Form) -> bool:
    """Return True of a word that is new by an answer, and of which nothing is wrong in its `field` of the form."""
    return _is_settled(one.at, form) and not form.error(f"{field}.{one.place}")


def still_new(rows: Iterable[NewRow], form: Form) -> list[NewRow]:
    """Return the words that may be new, without those that are something of the register."""
    return [one for one in rows if not _is_known(one.at, form)]


def _lines(group: WordGroup, form: Form, new: Mapping[int, NewRow]) -> list[SettledLine]:
    found: dict[str, list[tuple[int, UnknownWord]]] = {}
    for at, one in group.words:
        how = form.value(f"meanings.{at}.how")
        is_new = group.column in ADDED and how == AnswerKind.NEW
        if _is_settled(at, form) and not is_new:
            found.setdefault(_answer(one, how, form.value(f"meanings.{at}.text")), []).append((at, one))
    return [_line(group, answer, named, new) for answer, named in found.items()]


def _line(
    group: WordGroup, answer: str, named: list[tuple[int, UnknownWord]], new: Mapping[int, NewRow]
) -> SettledLine:
    text = ", ".join(f"“{one.word}”" if one.word else str(words.EMPTY) for _, one in named[:MAX_NAMED])
    rows = sum(len(one.rows) for _, one in named)
    more, beside = max(len(named) - MAX_NAMED, 0), [new[at] for at, _ in named if at in new]
    return SettledLine(text, more, answer, rows, replace(group, words=named), beside)


def _answer(one: UnknownWord, how: str, text: str) -> str:
    return text if how == AnswerKind.TEXT else dict(one.options).get(how, how.removeprefix(IS))


def _is_settled(at: int, form: Form) -> bool:
    return bool(form.value(f"meanings.{at}.how")) and not form.error(f"meanings.{at}")


def _is_known(at: int, form: Form) -> bool:
    return _is_settled(at, form) and form.value(f"meanings.{at}.how") != AnswerKind.NEW
