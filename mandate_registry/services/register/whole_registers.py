"""Whole registers, kept in memory for what looks through all of one: findings, the authority matrix, who may decide."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.findings.finding_moments import finding_moments
from mandate_registry.services.register.loader import FACT, Loader
from mandate_registry.services.versioned_cache import VersionedCache

T = TypeVar("T")

PLACES = 4
"""How many registers are kept at once: one of 10,000 mandates takes about 20 MB."""

FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Lasting(NamedTuple, Generic[T]):
    """A value that was worked out at a moment, and until when it stays the same if nothing is recorded."""

    since: datetime
    until: datetime
    value: T

    def holds(self, at: datetime) -> bool:
        """Return whether the value is that of another moment too."""
        return self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class WholeRegister:
    """A register, by its `id`, with the directories of the organisations that its seats name.

    `ids` gives the id of a mandate by its number; `elsewhere` has those organisations by OIN; `state` is the same as
    long as all of these say the same, and None where what they say is not recorded yet. `moments` are those at which
    a fact begins or ends, or a mandate comes to end soon.
    """

    id: int
    register: Register
    ids: Mapping[str, str]
    instruments: list[Any]
    elsewhere: frozenset[str]
    state: Hashable = None
    moments: Sequence[datetime] = ()

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory, and about as many what follows from it."""
        return FACT * len(self.ids)

    def holds_until(self, at: datetime) -> datetime:
        """Return until when all that follows from it at a moment stays the same, if nothing is recorded."""
        place = bisect_right(self.moments, at)
        return self.moments[place] if place < len(self.moments) else FOR_EVER


def whole_register(loader: Loader, remembered: VersionedCache, organisation: str) -> WholeRegister:
    """Return a register as known now, read once for each version; InvalidInput when the organisation has none here.

    `loader` loads what is known now.
    """
    loader.directory(organisation)
    row = loader.seen[organisation]
    if row.state is None:
        return read_whole(loader, organisation)
    version = (row.id, row.version, row.state)
    read = partial(read_whole, loader, organisation)
    kept = remembered.get(place_of("whole", row.id), version, read, size_of=lambda found: found.size)
    others = loader.elsewhere(kept.elsewhere)
    versions = sorted((oin, loader.seen[oin].version, loader.seen[oin].state or b"") for oin in others)
    state = (version, tuple(versions))

    def join() -> WholeRegister:
        register = replace(kept.register, others=others)
        return replace(kept, register=register, state=state, moments=finding_moments(register))

    return remembered.get(place_of("joined", row.id), state, join)


def read_whole(loader: Loader, organisation: str) -> WholeRegister:
    """Read a register as known at the moment of a loader; InvalidInput when the organisation has none here."""
    register = loader.whole(organisation)
    elsewhere = frozenset(seat.organisation for fact in register.mandates for seat in fact.seats if seat.organisation)
    row, instruments = loader.seen[organisation], loader.facts(organisation, "instruments")
    return WholeRegister(row.id, register, loader.ids[organisation], instruments, elsewhere)


def place_of(kind: str, register_id: int) -> tuple[str, int]:
    """Return the place in memory of what is made of a register: two registers that share one take turns."""
    return kind, register_id % PLACES


def worked_out_once(
    remembered: VersionedCache,
    place: Hashable,
    whole: WholeRegister,
    beside: Hashable,
    at: datetime,
    work_out: Callable[[], T],
) -> T:
    """Return what follows from a register and from what is `beside` it at this moment, worked out once for both."""

    def lasting() -> Lasting[T]:
        return Lasting(at, whole.holds_until(at), work_out())

    state = (whole.state, beside)
    kept = remembered.get(place, state, lasting, is_good=lambda found: found.holds(at), size_of=lambda _: whole.size)
    return kept.value
