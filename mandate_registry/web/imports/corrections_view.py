"""What the page of a file shows to mend: words, cells, rows, and what depends on the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.uploads import Upload
from mandate_registry.web.forms import Form
from mandate_registry.web.imports.corrections import (
    UnknownWord,
    mendable,
    names_of,
    powers,
    stated_bodies,
    suggestions,
    unknown_words,
)
from mandate_registry.web.imports.offers import all_new, beside, offers, with_offers
from mandate_registry.web.imports.recalled_answers import suggested_words
from mandate_registry.web.proposals.review_texts import reason_of_turned
from mandate_registry.web.register_names import RegisterNames

TOLD_ONCE = 1
"""So many things that are wrong with the words of a column are told for all of them: more stand at their words."""


@dataclass(frozen=True, slots=True)
class WordGroup:
    """The words of a column that are not understood, each with its place in the form.

    `details` are what is wrong with them, each once; none where that differs too much, and stands at each word.
    """

    column: str
    title: str
    details: list[str]
    words: list[tuple[int, UnknownWord]]


def grouped(unknown: Sequence[UnknownWord]) -> list[WordGroup]:
    """Return words by the column that they stand in, in the order of the first of each."""
    found: dict[tuple[str, str], list[tuple[int, UnknownWord]]] = {}
    for at, one in enumerate(unknown):
        found.setdefault((one.column, one.heading), []).append((at, one))
    return [_group(words) for words in found.values()]


def _group(words: list[tuple[int, UnknownWord]]) -> WordGroup:
    first = words[0][1]
    details = list(dict.fromkeys(one.detail for _, one in words))
    title = f"{first.heading}: {first.what}" if first.heading else first.what
    return WordGroup(first.column, title, details if len(details) <= TOLD_ONCE else [], words)


def corrections_here(upload: Upload, foreseen: ImportOutcome, names: RegisterNames) -> tuple[Form, dict[str, Any]]:
    """Return the form with what words likely mean, and what else the page needs to mend a file."""
    said, shown = asked_of_words(upload, foreseen, names)
    return Form(said | {"expecting": reason_of_turned(foreseen.review, names)}), shown


def asked_of_words(
    upload: Upload, foreseen: ImportOutcome, names: RegisterNames
) -> tuple[dict[str, Any], dict[str, Any]]:
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
        "bodies_told": stated_bodies(errors, names),
        "mendable": mendable(upload, errors),
        **beside(upload, errors, names),
    }
