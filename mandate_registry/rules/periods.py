"""Half-open stretches of time, the unit of both the valid and the recorded history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The instants `[since, until)`; None is open-ended on that side. Instants carry their offset."""

    since: datetime | None = None
    until: datetime | None = None

    def __contains__(self, moment: datetime) -> bool:
        """Return whether `moment` lies in the period: yes at `since`, no at `until`."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)

    def has_begun(self, moment: datetime) -> bool:
        """Return whether the period has begun at `moment`."""
        return self.since is None or self.since <= moment

    def is_over(self, moment: datetime) -> bool:
        """Return whether the period has ended at `moment`."""
        return self.until is not None and self.until <= moment

    @property
    def beginning(self) -> tuple[bool, datetime | None]:
        """The key by which periods are put in order of time: one without a beginning comes first."""
        return self.since is not None, self.since

    @property
    def is_backward(self) -> bool:
        """Return whether the period ends before it begins, or is empty."""
        return self.since is not None and self.until is not None and self.until <= self.since

    def covers(self, other: Period) -> bool:
        """Return whether another period lies wholly within this one."""
        begins = self.since is None or (other.since is not None and self.since <= other.since)
        return begins and (self.until is None or (other.until is not None and other.until <= self.until))

    def meets(self, other: Period) -> bool:
        """Return whether some instant lies in both periods."""
        return not any(
            one.until is not None and two.since is not None and one.until <= two.since
            for one, two in ((self, other), (other, self))
        )

    def boundaries(self) -> Iterator[datetime]:
        """Yield the instants at which something begins or ends here."""
        if self.since is not None:
            yield self.since
        if self.until is not None:
            yield self.until


def moment_in(period: Period) -> datetime:
    """Return a moment in a period, its first if it has one."""
    if period.since is not None:
        return period.since
    return _SOME_MOMENT if period.until is None else period.until - timedelta(microseconds=1)


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return periods that neither overlap nor touch, in order, of the same moments."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda one: one.beginning):
        last = found[-1] if found else None
        if last is None or (last.until is not None and period.since is not None and last.until < period.since):
            found.append(period)
        elif not last.covers(period):
            found[-1] = Period(last.since, period.until)
    return tuple(found)


def without(period: Period, others: Iterable[Period]) -> Iterator[Period]:
    """Yield what is left of a period when others are taken out of it, in order."""
    since = period.since
    for other in merged(others):
        if not other.meets(period):
            continue
        if other.since is not None and (since is None or since < other.since):
            yield Period(since, other.since)
        if other.until is None:
            return
        since = other.until
    if not Period(since, period.until).is_backward:
        yield Period(since, period.until)


ALWAYS = Period()
_SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
