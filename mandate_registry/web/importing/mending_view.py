"""What the page of a file shows to mend: words, cells, rows, and what depends on the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mandate_registry.services.changing.foreseen import Foreseen
from mandate_registry.services.changing.uploading import Upload
from mandate_registry.web.forms import Form
from mandate_registry.web.importing.mending import (
    UnknownWord,
    bodies_told,
    mendable,
    names_of,
    powers,
    suggestions,
    unknown_words,
)
from mandate_registry.web.importing.offers import all_new, beside, offers, with_offers
from mandate_registry.web.importing.recalled import suggested_words
from mandate_registry.web.names import Names
from mandate_registry.web.reviews import meant_by

TOLD_ONCE = 1
"""So many things that are wrong with the words of a column are told for all of them: more stand at their words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The words of a column that are not understood, each with its place in the form.

    `details` are what is wrong with them, each once; none where that differs too much, and stands at each word.
    """

    column: str
    title: str
    details: list[str]
    words: list[tuple[int, UnknownWord]]


def grouped(unknown: Sequence[UnknownWord]) -> list[Group]:
    """Return words by the column that they stand in, in the order of the first of each."""
    found: dict[tuple[str, str], list[tuple[int, UnknownWord]]] = {}
    for at, one in enumerate(unknown):
        found.setdefault((one.column, one.heading), []).append((at, one))
    return [_group(words) for words in found.values()]


def _group(words: list[tuple[int, UnknownWord]]) -> Group:
    first = words[0][1]
    details = list(dict.fromkeys(one.detail for _, one in words))
    title = f"{first.heading}: {first.what}" if first.heading else first.what
    return Group(first.column, title, details if len(details) <= TOLD_ONCE else [], words)


def mended_here(upload: Upload, foreseen: Foreseen, names: Names) -> tuple[Form, dict[str, Any]]:
    """Return the form with what words likely mean, and what else the page needs to mend a file."""
    said, shown = asked_of_words(upload, foreseen, names)
    return Form(said | {"expecting": meant_by(foreseen.review, names)}), shown


def asked_of_words(upload: Upload, foreseen: Foreseen, names: Names) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what words likely mean, as a form says it, and what else a page needs to mend a file."""
    errors = foreseen.errors
    unknown = unknown_words(upload, errors)
    found = offers(upload, unknown, names)
    words, recalled = suggested_words(upload, foreseen.layout, unknown)
    offered = list(with_offers(unknown, found))
    return suggestions(offered, words), {
        "recalled": recalled,
        "unknown": offered,
        "groups": grouped(offered),
        "labels": {f"meanings.{at}.{name}": one.word for at, one in enumerate(offered) for name in ("how", "text")},
        "all_new": all_new(found),
        "known": names_of(unknown, names),
        "powers": powers(upload, errors, names),
        "bodies_told": bodies_told(errors, names),
        "mendable": mendable(upload, errors),
        **beside(upload, errors, names),
    }
