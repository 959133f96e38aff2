"""What is told of all that is new in a list: the form of it, as a plan keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.grants.additions import ALSO, CALLED, MADE_OF, SAME
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import CodesByName as Known
from mandate_registry.register_folder.names.translation import MissingValue
from mandate_registry.register_folder.sheet.plan import NONE, Plan
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports.offers import known_names
from mandate_registry.web.register_names import RegisterNames

NEW, NOT, THE_SAME, ANOTHER = "new", "not", "same:", "same"
"""What a word is said to be: new, not new, or the same as an entry of the register, whose code follows or is typed."""
FIELDS = {"decision_types": "decisionTypes", "positions": "positions"}
OF_ALL = ("body", "nature", "unit")
"""What may be told of all at once."""


class AskedAddition(NamedTuple):
    """What is asked about: the word of the list, what is told of it by now, and what looks like it.

    `options` are what it may be said to be; `beside` are the other words of the list that look like it. `is_near`:
    something of the register may be it.
    """

    word: str
    told: Mapping[str, str]
    title: str
    options: list[tuple[str, str]]
    beside: list[str]
    is_near: bool = False


def parsed_additions(
    plan: Plan, said: dict[str, Any], asked: Mapping[str, list[AskedAddition]], names: RegisterNames
) -> Plan:
    """Return the plan with what a form tells; InvalidInput names what it does not."""
    known = known_names(names)
    said |= {table: [_found(table, one, known) for one in said[table]] for table in asked}
    rows = {table: {one["word"]: _cells(table, one, said["of_all"]) for one in said[table]} for table in asked}
    errors = [error for table in asked for error in _errors(table, said[table], rows[table], asked[table], names)]
    if errors:
        raise InvalidInput(*errors)
    told = {
        table: {word: rows[table][word] for word, told in _hows(said[table]).items() if told != NOT} for table in asked
    }
    return replace(plan, added={table: found for table, found in told.items() if found})


def _found(table: str, one: dict[str, Any], known: Known) -> dict[str, Any]:
    """Return what is told of a word, with the code of the entry that was typed for it, if the register has one."""
    if one["how"] not in ("", ANOTHER) or not one["same"]:
        return one
    return one | {"how": ANOTHER, "found": _code_of(table, one["same"], known)}


def _code_of(table: str, text: str, known: Known) -> str:
    try:
        return known.code(table, text) or ""
    except MissingValue:
        return ""


def _hows(said: list[dict[str, Any]]) -> dict[str, str]:
    return {one["word"]: one["how"] for one in said}


def _cells(table: str, one: dict[str, Any], of_all: dict[str, Any]) -> dict[str, str]:
    """Return what is told of a word, of itself or of all."""
    if one["how"] == ANOTHER:
        return {SAME: one.get("found", "")}
    if one["how"].startswith(THE_SAME):
        return {SAME: one["how"].removeprefix(THE_SAME)}
    told = one | {name: one[name] or of_all.get(name, "") for name in OF_ALL if name in one}
    cells = {name: str(told["title" if name == CALLED[table] else name]) for name in MADE_OF[table]}
    unit = {"unit": "" if cells["unit"] == NONE else cells["unit"]} if cells.get("unit") else {}
    beside = dict.fromkeys(ALSO[table], str(of_all.get("valid_from") or ""))
    return {name: text for name, text in cells.items() if text} | unit | beside


def _errors(
    table: str,
    said: list[dict[str, Any]],
    rows: Mapping[str, dict[str, str]],
    asked: list[AskedAddition],
    names: RegisterNames,
) -> Iterator[FieldError]:
    """Yield what is not told, and what something else has: each code and each title is of one."""
    new = [rows[word] for word, how in _hows(said).items() if how == NEW]
    untold = [name for name in OF_ALL if name in MADE_OF[table] and new and not any(name in cells for cells in new)]
    yield from (FieldError(f"ofAll.{name}", "untold", str(import_labels.UNTOLD)) for name in untold)
    taken = _taken(table, new, names)
    options = {one.word: dict(one.options) for one in asked}
    for place, one in enumerate(said):
        field, cells = f"{FIELDS[table]}.{place}", rows[one["word"]]
        if one["how"] not in options.get(one["word"], {}):
            yield FieldError(f"{field}.how", "untold", str(import_labels.LOOKS_ALIKE))
        if one["how"] == ANOTHER and not cells[SAME]:
            yield FieldError(f"{field}.same", "untold", str(import_labels.NO_SUCH))
        if one["how"] != ANOTHER and one["same"]:
            yield FieldError(f"{field}.same", "untold", str(import_labels.TWO_ANSWERS))
        for name in MADE_OF[table] if one["how"] == NEW else ():
            shown = f"{field}.{'title' if name == CALLED[table] else name}"
            if name not in cells and name not in untold:
                yield FieldError(shown, "required", "")
            elif (name, cells.get(name)) in taken:
                yield FieldError(shown, "duplicate", "")


def _taken(table: str, new: list[dict[str, str]], names: RegisterNames) -> set[tuple[str, str]]:
    """Return the codes and titles, by column, that two of the list have, or something in the register."""
    known, found = known_names(names), set()
    for name in ("code", CALLED[table]):
        texts = [cells[name] for cells in new if name in cells]
        counted = Counter(map(known_as, texts))
        found |= {(name, text) for text in texts if counted[known_as(text)] > 1 or not known.is_free(table, text)}
    return found
