"""A register as a clerk would keep it on squared paper: for each mandate a row of days, on each day what it says.

To know what was known at some moment, all that had been written down by then is written down once more on an empty
sheet. Nothing here is shared with the storage or with `rules.lifecycle`; a refusal is told in the clerk's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.services.model_days import NEVER, today


class Refused(Exception):
    """What the clerk does not write down, and why."""


@dataclass
class Proposal:
    """What waits for approval: what would be done (nothing more, where it is a grant), and how far it has come."""

    state: str
    deed: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Paper:
    """One mandate: what it says on each square on which it is valid, and what befell it."""

    said: dict[int, dict[str, Any]]
    approved: bool = False
    proposal: Proposal | None = None
    suspended: set[int] = field(default_factory=set)
    revoked: int = NEVER
    consents: dict[str, int] = field(default_factory=dict)

    def on(self, square: int) -> dict[str, Any]:
        """Return what it says on a square, or on the nearest one on which it says anything."""
        return self.said[min(max(square, min(self.said)), max(self.said))]

    def is_external(self, said: dict[str, Any]) -> bool:
        return any(seat.organisation for seat in said["seats"])


class Sheet:
    """What the register says, once everything was written down that is to be."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {}
        self.lives: dict[str, dict[Any, tuple[dict[str, Any], range]]] = {}
        self.halted: dict[str, set[int]] = {}

    # The life of mandates

    def draft(self, number: str, start: int, end: int, said: dict[str, Any]) -> None:
        self._refuse(number in self.papers, "there is one of this number")
        self._refuse(start >= end, "it ends before it begins")
        paper = Paper({square: dict(said) for square in range(start, end)}, proposal=Proposal("draft"))
        self._refuse_unlawful(paper)
        self.papers[number] = paper

    def edit(self, number: str, said: dict[str, Any]) -> None:
        paper = self.papers[number]
        if paper.on(today()) | said == paper.on(today()):
            return  # it says so today
        self._refuse(paper.approved, "what was approved is not edited")
        self._refuse(self._state(number) not in ("draft", "rejected"), "what waits for approval is not edited")
        for one in paper.said.values():
            one.update(said)
        self._refuse_unlawful(paper)

    def submit(self, number: str) -> None:
        self._refuse(self._state(number) not in ("draft", "rejected"), "there is nothing to submit")
        self._move_to(number, "submitted")

    def reject(self, number: str) -> None:
        self._refuse(self._state(number) != "submitted", "nothing was submitted")
        self._move_to(number, "rejected")

    def withdraw(self, number: str) -> None:
        self._refuse(self._state(number) == "", "nothing is proposed")
        self.papers[number].proposal = None
        if not self.papers[number].approved:
            del self.papers[number]

    def approve(self, number: str) -> None:
        self._refuse(self._state(number) != "submitted", "nothing was submitted")
        paper = self.papers[number]
        proposal, paper.proposal = paper.proposal, None
        if proposal and proposal.deed:
            getattr(self, proposal.deed)(number, **proposal.values)
        else:
            paper.approved = True
            self._refuse_unlawful(paper)

    def propose(self, number: str, deed: str, values: dict[str, Any]) -> None:
        paper = self.papers[number]
        self._refuse(paper.proposal is not None, "something is proposed already")
        paper.proposal = Proposal("submitted", deed, values)

    def amend(self, number: str, square: int, said: dict[str, Any], start: int | None, end: int | None) -> None:
        paper = self._approved(number)
        self._refuse(paper.revoked <= square, "it is revoked by then")
        self._move_ends(paper, start, end)
        self._refuse(bool(said) and max(paper.said) < square, "it has ended by then")
        for day, one in paper.said.items():
            if day >= square:
                one.update(said)
        self._refuse_unlawful(paper)

    def suspend(self, number: str, square: int, until: int) -> None:
        paper = self._approved(number)
        self._refuse(until <= square, "it ends before it begins")
        self._refuse(paper.revoked <= square, "it is revoked by then")
        self._refuse(set(range(square, until)) <= paper.suspended, "it is suspended all that time already")
        paper.suspended |= set(range(square, until))

    def resume(self, number: str, square: int) -> None:
        paper = self._approved(number)
        self._refuse(paper.revoked <= square, "it is revoked by then")
        self._refuse(square not in paper.suspended, "it is not suspended then")
        while square in paper.suspended:
            paper.suspended.remove(square)
            square += 1

    def revoke(self, number: str, square: int) -> None:
        paper = self._approved(number)
        self._refuse(paper.revoked <= square, "it is revoked by then")
        paper.revoked = square

    def consent(self, number: str, giver: str, square: int) -> None:
        paper = self.papers[number]
        self._refuse(not any(map(paper.is_external, paper.said.values())), "nobody needs to consent")
        paper.consents[giver] = square

    # People

    def write(self, table: str, key: Any, values: dict[str, Any], start: int, end: int) -> None:
        """Write down, or write otherwise, that something is so from one square until another."""
        lives = self.lives.setdefault(table, {})
        if key in lives and lives[key][1] == range(start, end):
            return
        self._refuse(start >= end, "it ends before it begins")
        twins = [life for one, (said, life) in lives.items() if said == values and one != key]
        if table == "employees":
            self._refuse(any(set(life) & set(range(start, end)) for life in twins), "there is one of this number then")
        elif key not in lives:
            self._refuse(any(life.start == start for life in twins), "it is written down already")
        lives[key] = (values, range(start, end))

    def halt(self, key: str, square: int, until: int) -> None:
        """Write down that somebody is stopped from one square until another."""
        said, life = self.lives["employees"][key]
        stop = set(range(square, until))
        self._refuse(until <= square, "it ends before it begins")
        self._refuse(not stop & set(life), "nobody works here then")
        same = [one for one, (other, _) in self.lives["employees"].items() if other == said]
        self._refuse(any(stop <= self.halted.get(one, set()) for one in same), "it is so all that time already")
        self.halted[key] = self.halted.get(key, set()) | stop

    # What follows from it

    def status(self, number: str, square: int) -> str:
        paper, said = self.papers[number], self.papers[number].on(square)
        external = paper.is_external(said)
        own = [seat.employee for seat in said["seats"] if seat.employee and not seat.organisation]
        has_left = any(self._is_gone(one, square) or self._parted(one, paper, square) for one in own)
        lacks_consent = external and len([one for one in paper.consents.values() if one <= square]) < 2
        stands = {
            "submitted": not paper.approved and self._state(number) == "submitted",
            "draft": not paper.approved,
            "revoked": paper.revoked <= square,
            "expired": square > max(paper.said),
            "lapsed": has_left,
            "approved": lacks_consent or (square < min(paper.said) and not external),
            "consented": square < min(paper.said),
            "suspended": square in paper.suspended,
        }
        return next((status for status, is_so in stands.items() if is_so), "in_force")

    def _is_gone(self, employee: str, square: int) -> bool:
        return not any(life.stop > square for life in self._employments(employee))

    def _parted(self, employee: str, paper: Paper, square: int) -> bool:
        """Return whether somebody left, by a square, after the paper had come to name him."""
        named = [day for day, one in paper.said.items() if any(seat.employee == employee for seat in one["seats"])]
        works = {day for life in self._employments(employee) for day in life}
        left = [day for day in range(1, square + 1) if day - 1 in works and day not in works]
        return any(day > min(named) for day in left)

    def _employments(self, employee: str) -> list[range]:
        return [life for said, life in self.lives["employees"].values() if said["number"] == employee]

    # What is refused

    def _refuse(self, refused: bool, why: str) -> None:  # noqa: FBT001 - whether it is refused
        if refused:
            raise Refused(why)

    def _approved(self, number: str) -> Paper:
        self._refuse(not self.papers[number].approved, "it is a draft")
        return self.papers[number]

    def _state(self, number: str) -> str:
        proposal = self.papers[number].proposal
        return proposal.state if proposal else ""

    def _move_to(self, number: str, state: str) -> None:
        proposal = self.papers[number].proposal
        assert proposal
        self.papers[number].proposal = Proposal(state, proposal.deed, proposal.values)

    def _move_ends(self, paper: Paper, start: int | None, end: int | None) -> None:
        first, last = min(paper.said), max(paper.said)
        start, end = first if start is None else start, last + 1 if end is None else end
        self._refuse(start >= end, "it would end before it begins")
        skipped = [paper.said[square] for square in range(first, min(start + 1, last + 1))]
        self._refuse(start > last or any(one != skipped[0] for one in skipped), "it would begin after an amendment")
        paper.said = {square: dict(paper.on(square)) for square in range(start, end)}

    def _refuse_unlawful(self, paper: Paper) -> None:
        """Refuse what may not be mandated, and what reaches further than the mandate above it."""
        said = list(paper.said.values())
        self._refuse(any("bylaw" in one["decision_types"] for one in said), "the law keeps it with the body")
        above = self.papers.get(str(said[0]["parent"]))
        if above is None:
            return
        within = min(above.said) <= min(paper.said) and max(paper.said) <= max(above.said)
        self._refuse(not within, "it holds when the one above does not")
        begun = [
            square for square in paper.said if square == min(paper.said) or paper.on(square - 1) != paper.on(square)
        ]
        for square in begun:
            one, other = paper.said[square], above.on(square or today())
            self._refuse(_limit(one) > _limit(other), "it reaches higher than the one above")
            wider = not ("*" in other["decision_types"] or all(_under(code, other) for code in one["decision_types"]))
            self._refuse(wider, "it is for more than the one above")


def _limit(said: dict[str, Any]) -> Any:
    return float("inf") if said["max_amount"] is None else said["max_amount"]


def _under(code: str, other: dict[str, Any]) -> bool:
    return any(code == one or code.startswith(f"{one}.") for one in other["decision_types"])


@dataclass(frozen=True)
class Entry:
    """One line of the clerk's journal."""

    recorded_at: datetime
    deed: str
    values: dict[str, Any]


def written(journal: list[Entry], known_at: datetime | None = None) -> Sheet:
    """Write down all that had been written down by a moment."""
    sheet = Sheet()
    for entry in journal:
        if known_at is None or entry.recorded_at <= known_at:
            getattr(sheet, entry.deed)(**entry.values)
    return sheet


def why_not(journal: list[Entry], deed: str, values: dict[str, Any]) -> str | None:
    """Return why something more cannot be written down, None when it can."""
    try:
        getattr(written(journal), deed)(**values)
    except Refused as refused:
        return str(refused)
    return None
