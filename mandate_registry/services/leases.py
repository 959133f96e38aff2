"""Parts of quotas that a process takes from the counters at once, and gives out from memory.

All processes together let no more through than the quota. Who is nearly through it may be refused a little early:
another process may hold a part that it does not use.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

Counted = tuple[int, float]
Add = Callable[[int], Counted | None]

PARTS = 10
"""How many of the largest leases make a quota."""
MAX_LEASES = 10_000
"""How many leases are held before those that have expired are dropped."""


@dataclass(slots=True)
class _Lease:
    """What is `left` of the `size` that was taken last.

    `count` was then counted for all processes, until `expires_at`, in seconds since 1970. One thread at a time takes
    from it.
    """

    size: int = 0
    left: int = 0
    count: int = 0
    expires_at: float = 0
    lock: Lock = field(default_factory=Lock)

    def covers(self, cost: int, longest: float) -> bool:
        """Return whether so much is left, in a part of the time that has begun and not ended."""
        moment = time.time()
        return cost <= self.left and moment < self.expires_at <= moment + longest

    def take(self, cost: int, most: int, add: Add) -> bool:
        """Take twice as much as the last time, or else what is needed; return whether that was to be had."""
        doubled = max(cost, min(2 * self.size, most // PARTS))
        for size in dict.fromkeys((doubled, cost)):
            if added := add(size):
                self._hold(size, *added)
                return True
        return False

    def _hold(self, size: int, count: int, expires_at: float) -> None:
        """Hold what was taken, with what is left from before in the same part of the time."""
        self.left = size + (self.left if expires_at == self.expires_at else 0)
        self.size, self.count, self.expires_at = size, count, expires_at


class Leases:
    """The leases of a process, by the key of their counter.

    The first is as small as what is needed: a process that ends soon takes little with it.
    """

    def __init__(self) -> None:
        self._held: dict[str, _Lease] = {}
        self._lock = Lock()

    def consume(self, key: str, longest: float, cost: int, most: int, add: Add) -> Counted | None:
        """Consume `cost` of a quota of `most`, and return what was consumed of it and when it expires.

        None, and nothing is consumed, if it would be exceeded. A lease that expires in more than `longest` seconds
        began by a clock that was ahead, and is over. `add` adds to the counter, and returns None if that would become
        more than `most`.
        """
        lease = self._of(key)
        with lease.lock:
            if not lease.covers(cost, longest) and not lease.take(cost, most, add):
                return None
            lease.left -= cost
            return lease.count - lease.left, lease.expires_at

    def _of(self, key: str) -> _Lease:
        with self._lock:
            if len(self._held) > MAX_LEASES:
                self._drop_expired()
            return self._held.setdefault(key, _Lease())

    def _drop_expired(self) -> None:
        moment = time.time()
        self._held = {key: lease for key, lease in self._held.items() if lease.expires_at > moment}
