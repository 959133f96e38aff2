"""What whoever approves a mandate should not overlook: what it leaves open, and in what it reaches too far.

Nothing of this is forbidden (`granting` says what is). A remark is about what a mandate says, not about who reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from mandate_registry.rules.decision.coverage import covered_of
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Mandate
from mandate_registry.rules.lifecycle.grant_limits import overreaches
from mandate_registry.rules.sentences import Called, Sentence, make_sentence

LIMIT_NOT_ASKED = "limit_not_asked"
"""A limit on a decision type of which no amount has to be told: a check that tells none is answered beside it."""


class Remark(NamedTuple):
    """What stands out in a field of a mandate or a decision type: `code` is stable, `told` is for people."""

    code: str
    field: str
    sentence: Sentence

    @property
    def detail(self) -> str:
        """The same in a line."""
        return str(self.sentence)


class UnaskedTypes:
    """The decision types of a directory of which no amount has to be told, found once for each moment."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._by_moment: dict[datetime, dict[str, list[DecisionType]]] = {}

    def within(self, listed: Collection[str], at: datetime) -> list[DecisionType]:
        """Return those that are listed, or below one that is, by code; of a list with EVERY_TYPE all."""
        if at not in self._by_moment:
            self._by_moment[at] = self._at(at)
        by_above = self._by_moment[at]
        found = {one.code: one for code in listed for one in by_above.get(code, ())}
        return [found[code] for code in sorted(found)]

    def _at(self, at: datetime) -> dict[str, list[DecisionType]]:
        found: dict[str, list[DecisionType]] = {}
        for fact in self.directory.decision_types(at):
            for code in () if fact.amount_required else (EVERY_TYPE, *self.directory.types_above(fact.code, at)):
                found.setdefault(code, []).append(fact)
        return found


def remarks(mandate: Mandate, parents: Sequence[Mandate], unasked: UnaskedTypes, at: datetime) -> list[Remark]:
    """Find what stands out in a mandate below these parents (the nearest first), as things are at a moment."""
    directory = unasked.directory
    found = [*_left_open(mandate), *_limits_not_asked(mandate, unasked, at), *_holders(mandate, directory, at)]
    wider = overreaches(mandate, parents, directory, at)
    return list(dict.fromkeys([*found, *(Remark(one.code, one.field, one.sentence) for one in wider)]))


def remarks_on_type(fact: DecisionType, empty: Collection[str]) -> list[Remark]:
    """Find what stands out in a decision type; `empty` are the headings with nothing below them."""
    if fact.code not in empty:
        return []
    return [Remark("no_nature", "nature", make_sentence("is a heading: nobody can be asked about it; set its nature"))]


def _left_open(mandate: Mandate) -> Iterator[Remark]:
    if mandate.max_amount is None:
        yield Remark("no_limit", "max_amount", make_sentence("has no limit: any amount"))
    if mandate.valid.until is None:
        yield Remark("no_end", "valid_until", make_sentence("has no end"))


def _limits_not_asked(mandate: Mandate, unasked: UnaskedTypes, at: datetime) -> Iterator[Remark]:
    """Yield the decision types of a mandate with limits about which may be asked without an amount."""
    if mandate.max_amount is None and mandate.above_amount is None:
        return
    near = unasked.within(mandate.decision_types, at)
    if codes := tuple(Called("decision_types", one.code) for one in covered_of(near, unasked.directory, mandate, at)):
        sentence = make_sentence(
            "has a limit that counts only where a check tells an amount, for: %(types)s", types=codes
        )
        yield Remark(LIMIT_NOT_ASKED, "max_amount", sentence)


def _holders(mandate: Mandate, directory: Directory, at: datetime) -> Iterator[Remark]:
    """Yield the positions of the own organisation that nobody holds, or more than one."""
    for seat in mandate.seats:
        if not seat.position or seat.organisation or seat.employee:
            continue
        position = directory.position(seat.position, at)
        title = position.title if position else seat.position
        count = len(directory.holders_of(seat.position, at))
        if not count:
            yield Remark(
                "position_vacant",
                "seats",
                make_sentence("is for the position %(position)s, which nobody holds", position=title),
            )
        elif count > 1:
            sentence = make_sentence(
                "is for the position %(position)s, which %(count)s people hold", position=title, count=count
            )
            yield Remark("position_shared", "seats", sentence)


def in_short(code: str, count: int) -> Sentence:
    """Return how many mandates or decision types have a remark of this code, in words."""
    said = {
        "no_limit": make_sentence("mandates without a limit: %(count)s", count=count),
        "no_end": make_sentence("mandates without an end: %(count)s", count=count),
        LIMIT_NOT_ASKED: make_sentence(
            "mandates with a limit on decision types of which no amount has to be told: %(count)s", count=count
        ),
        "position_vacant": make_sentence("mandates for a position that nobody holds: %(count)s", count=count),
        "position_shared": make_sentence("mandates for a position that several people hold: %(count)s", count=count),
        "covered_at_once": make_sentence(
            "new decision types that people may take at once by mandates that exist: %(count)s", count=count
        ),
        "no_nature": make_sentence(
            "decision types without a nature, about which nobody can be asked: %(count)s", count=count
        ),
        "wider_than_parent": make_sentence(
            "mandates that reach further than the mandate above them: %(count)s", count=count
        ),
    }
    overstep = make_sentence("mandates that overstep what may be granted (%(code)s): %(count)s", code=code, count=count)
    return said.get(code, overstep)
