"""What a reply rests on: the rights that were used for it, and what it was read from, as it was then.

It is noted while a request is answered that may come again (`services.idempotency.replies`), and looked at
before its reply is given again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

_SETS = ("lists", "cards", "keys")
EVERY = "*"
"""In `lists`: every organisation."""


@dataclass(slots=True)
class ReplyBasis:
    """The rights that were used, each with its reach, by a caller of an organisation; and what was looked at.

    `agreements` has the numbers of those under which was asked, by right, organisation and decision type; `registers`
    the names of the versions that were read, by OIN; `lists` the organisations of which lists were read; `cards` those
    by which somebody was named; `keys` those that signed a receipt in it, or one that was found to be good. `until` is
    the next moment at which the answer changes by itself.
    """

    organisation: str | None = None
    person: str | None = None
    rights: set[tuple[str, str]] = field(default_factory=set)
    agreements: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    registers: dict[str, str] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    cards: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    until: str | None = None

    def text(self) -> str:
        """Return it as JSON."""
        values = asdict(self) | {name: sorted(getattr(self, name)) for name in ("rights", *_SETS)}
        return json.dumps(values | {"agreements": sorted([*key, found] for key, found in self.agreements.items())})

    @classmethod
    def of(cls, text: str) -> ReplyBasis:
        """Read what `text` returned."""
        values: Mapping[str, Any] = json.loads(text)
        sets = {name: set(values[name]) for name in _SETS}
        rights = {(right, reach) for right, reach in values["rights"]}
        agreements = {(right, oin, code): numbers for right, oin, code, numbers in values["agreements"]}
        return cls(**{**values, **sets, "rights": rights, "agreements": agreements})


_NOTED: ContextVar[ReplyBasis | None] = ContextVar("noted", default=None)


@contextmanager
def noting(basis: ReplyBasis) -> Iterator[None]:
    """Note in it what is used and read within the block."""
    token = _NOTED.set(basis)
    try:
        yield
    finally:
        _NOTED.reset(token)


def note_right(right: str, reach: str) -> None:
    """Note that a right was used."""
    if basis := _NOTED.get():
        basis.rights.add((right, reach))


def note_agreement(right: str, organisation: str, decision_type: str, numbers: list[str]) -> None:
    """Note under which agreements of an organisation was asked."""
    if basis := _NOTED.get():
        basis.agreements[right, organisation, decision_type] = numbers


def note_register(oin: str, version: str) -> None:
    """Note that a register was read when its newest version had this name; the last time counts."""
    if basis := _NOTED.get():
        basis.registers[oin] = version


def note_lists(oin: str | None) -> None:
    """Note that lists of an organisation were read; None is every organisation."""
    if basis := _NOTED.get():
        basis.lists.add(oin or EVERY)


def note_card(identity: object) -> None:
    """Note that a card named somebody."""
    if basis := _NOTED.get():
        basis.cards.add(str(identity))


def note_key(kid: object) -> None:
    """Note that a key, which was not revoked, signed what is told, or what is told to be genuine."""
    if basis := _NOTED.get():
        basis.keys.add(str(kid))


def note_until(moment: datetime | None) -> None:
    """Note that an answer may be another one from a moment on; the first counts."""
    if (basis := _NOTED.get()) and moment:
        basis.until = min(basis.until or moment.isoformat(), moment.isoformat())
