"""What a file may bring into a register beside its own rows, as the page that mends it offers that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mandate_registry.register_folder.grants.additions import SAME, unknown
from mandate_registry.register_folder.names.act_wordings import is_slip
from mandate_registry.register_folder.names.likeness import Likeness
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import CodesByName as Known
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.plan import ADDED, NONE, Plan
from mandate_registry.services.uploads.uploads import Upload
from mandate_registry.web.imports import choice_texts, import_labels
from mandate_registry.web.imports.corrections import UnknownWord
from mandate_registry.web.imports.name_candidates import Candidates
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import IS, AnswerKind


class Offer(NamedTuple):
    """What a word may be new in: a table; and what looks like it, among the other words or in the register.

    `same` is what may be typed for it, by title; `sure` is what is typed for the one that says the same in other words.
    """

    table: str
    near: list[str]
    same: dict[str, str]
    sure: str = ""


def known_names(names: RegisterNames) -> Known:
    """Return by what the entries of a register are known that a list may bring in."""
    return Known.of({table: list(names.facts(table).values()) for table in ADDED.values()})


def offers(upload: Upload, unknowns: Sequence[UnknownWord], names: RegisterNames) -> dict[tuple[str, str], Offer]:
    """Return what may be brought in, by column and word."""
    if upload.plan is None or upload.plan.table != "mandates":
        return {}
    known = known_names(names)
    parts = {(one.column, one.word): unknown(upload.plan, one.column, one.word, known) for one in unknowns}
    others = {column: Likeness(_named(parts, column)) for column in ADDED}
    register = {column: Candidates(names, table) for column, table in ADDED.items()}
    return {
        (column, word): _offer(ADDED[column], word, found, register[column], others[column])
        for (column, word), found in parts.items()
        if found
    }


def _offer(table: str, word: str, parts: list[str], register: Candidates, others: Likeness) -> Offer:
    """Return what is offered for a word; what only a part of it may be is told, and is not chosen for all of it."""
    near = [other for one in parts for other in others.near(one) if is_slip(one, other)]
    found = [one for part in parts for one in register.of(part)]
    if list(map(known_as, parts)) == [known_as(word)]:
        sure = register.sure(parts[0])
        return Offer(table, near, {one: register.typed(one) for one in found}, register.typed(sure) if sure else "")
    return Offer(table, [*near, *found], {})


def with_offers(unknowns: Iterable[UnknownWord], found: Mapping[tuple[str, str], Offer]) -> Iterator[UnknownWord]:
    """Yield words with what may be brought in for them: the answer that adds it, and what looks like it."""
    for one in unknowns:
        offer = found.get((one.column, one.word))
        is_new = [(AnswerKind.NEW.value, str(choice_texts.NEW[offer.table]))] if offer else []
        alike = offer.same if offer else {}
        same = ((text, str(import_labels.THE_SAME_AS) % {"title": title}) for title, text in alike.items())
        suggested = one.suggested or (f"{IS}{offer.sure}" if offer and offer.sure else "")
        near = tuple(offer.near) if offer else ()
        yield one._replace(hows=(*is_new, *one.hows), near=near, same=tuple(same), suggested=suggested)


def all_new(found: Mapping[tuple[str, str], Offer]) -> list[tuple[str, str]]:
    """Return the tables that words may be new in, and the answer that adds all of which nothing else is suggested."""
    counted = Counter(offer.table for offer in found.values() if not offer.sure)
    return [(table, str(choice_texts.ALL_NEW[table]) % {"num": total}) for table, total in sorted(counted.items())]


def _named(parts: dict[tuple[str, str], list[str]], column: str) -> list[str]:
    return [one for (name, _), found in parts.items() if name == column for one in found]


def beside(upload: Upload, errors: Iterable[RowError], names: RegisterNames) -> dict[str, Any]:
    """Return what is asked of a file that depends on the register, and what is new in it."""
    found = {one.code: [other for other in errors if other.code == one.code] for one in errors}
    added = upload.plan.added if upload.plan else {}
    return {
        "units": [(NONE, str(import_labels.NO_UNIT)), *names.options("units")] if "units_untold" in found else [],
        "new_units": ", ".join(one.value for one in found.get("units_untold", [])),
        "doubled": _doubled(found.get("same_title", []), names),
        "alike": [f"{one.value} ({one.told})" for one in found.get("same_number", [])],
        "added": {table: len(one) for table, one in added.items()},
    }


def the_same(plan: Plan, names: RegisterNames) -> list[tuple[str, str]]:
    """Return the words of a list that are said to be other names for entries of the register, and for which."""
    return [
        (str(import_labels.STANDS_FOR) % {"word": f"“{word}”"}, names.title(table, cells[SAME]))
        for table, found in plan.added.items()
        for word, cells in found.items()
        if SAME in cells
    ]


def _doubled(errors: Iterable[RowError], names: RegisterNames) -> list[str]:
    """Return the titles that the register has already, each with its code there."""
    codes: dict[str, list[str]] = {}
    for code, fact in names.facts("decision_types").items():
        codes.setdefault(known_as(fact.title_nl), []).append(code)
    titles = dict.fromkeys(one.value for one in errors)
    return [f"{title} ({', '.join(codes.get(known_as(title), ['–']))})" for title in titles]
