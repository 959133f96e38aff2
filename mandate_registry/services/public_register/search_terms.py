"""What is looked for in the public register: by holder, by what is decided, by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandate_registry.services.public_register.candidates import Candidates
from mandate_registry.services.public_register.published_mandates import PublicSeat

EVERY_TYPE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTerms:
    """What is looked for: a holder such as `unit:wijken`, the code of a decision type, words; None is any."""

    holder: str | None = None
    type: str | None = None
    words: str | None = None

    def names(self, seat: PublicSeat) -> bool:
        """Return True if a holder is looked for, or any is."""
        return self.holder in (None, holder_of(seat))


def holder_of(seat: PublicSeat) -> str:
    """Write a holder as it is looked for: `unit:wijken`, or its kind alone."""
    return f"{seat.kind}:{seat.code}" if seat.code else seat.kind


def matching_mandates(found: Candidates, rows: Iterable[Any], wanted: SearchTerms, at: datetime) -> Iterator[Any]:
    """Yield those of these rows that fit what is looked for."""
    above = {wanted.type, *found.directory.types_above(wanted.type, at)} if wanted.type else set()
    words = (wanted.words or "").casefold().split()
    text_of = _Texts(found) if words else None
    for row in rows:
        if wanted.holder and not any(map(wanted.names, found.holders(row))):
            continue
        if wanted.type and not _may_be_about(row, above):
            continue
        text = text_of.of(row) if text_of else ""
        if all(word in text for word in words):
            yield row


def _may_be_about(row: Any, above: set[str]) -> bool:
    """Return True if a mandate lists a decision type or a heading above it, and does not hold all of it back."""
    held_back = {one.code for one in row.reservations if one.threshold is None}
    return above.isdisjoint(held_back) and (
        EVERY_TYPE in row.decision_types or not above.isdisjoint(row.decision_types)
    )


class _Texts:
    """All that mandates say to everybody; what many have in common is written once."""

    def __init__(self, found: Candidates) -> None:
        self._found = found
        self._instruments = found.instruments()
        self._written: dict[Any, str] = {}

    def of(self, row: Any) -> str:
        """Return the text of a mandate, in which words are looked for."""
        own = " ".join((row.number, row.legal_basis, *row.conditions, *row.cases)).casefold()
        parts = (
            (row.seats, self._holders),
            (row.decision_types, self._types),
            ((row.on_behalf_of, row.instrument), self._granted),
        )
        return " ".join((own, *(self._once(key, row, write) for key, write in parts)))

    def _once(self, key: Any, row: Any, write: Callable[[Any], Iterator[str]]) -> str:
        found = self._written.get((write, key))
        if found is None:
            found = self._written[write, key] = " ".join(write(row)).casefold()
        return found

    def _holders(self, row: Any) -> Iterator[str]:
        return (f"{seat.title or ''} {seat.code or ''}" for seat in self._found.holders(row))

    def _types(self, row: Any) -> Iterator[str]:
        return (f"{fact.code} {fact.title_nl} {fact.title_en}" for fact in self._found.types(row) if fact)

    def _granted(self, row: Any) -> Iterator[str]:
        if body := self._found.body(row):
            yield body.name
        if instrument := self._instruments.get(row.instrument):
            yield f"{instrument.reference} {instrument.title} {instrument.published_as}"
