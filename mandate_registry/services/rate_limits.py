"""Counting what callers may have so much of, right with several workers, in the notation of `limits`.

`Counters` is a storage of that library on a database. Its own limiters ask the storage three times to count and to say
what is left; `consume` asks once.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from limits import RateLimitItem
from limits.storage import Storage
from sqlalchemy import BigInteger, Connection, Engine, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from mandate_registry.errors import Allowance, TooMany, Unavailable
from mandate_registry.services.availability import translate_db_errors
from mandate_registry.services.leases import Counted, Leases
from models import session
from models.counters import counters

MAX_COUNT = 2**62
SWEEP_SECONDS = 1000
"""How many are added to before those that have expired are deleted, and how many at once."""
BUSY_TIMEOUT_SECONDS = 15
"""For how many seconds a statement may wait after its moment was read: by so much a counter may seem to be ahead."""

_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def _addition(dialect: Any) -> Any:
    """Add to a counter that is not over, or begin anew; returns no row where it would become more than `most`.

    One that expires after the `latest` moment at which one that began by now could is over too: a clock was ahead.
    """
    fresh = dialect.insert(counters).values(
        name=bindparam("counter"), count=bindparam("cost", type_=BigInteger), expires_at=bindparam("until")
    )
    is_over = (counters.c.expires_at <= bindparam("moment")) | (counters.c.expires_at > bindparam("latest"))
    added = case((is_over, 0), else_=counters.c.count) + fresh.excluded.count
    until = case((is_over, fresh.excluded.expires_at), else_=counters.c.expires_at)
    return fresh.on_conflict_do_update(
        index_elements=["name"],
        set_={"count": added, "expires_at": until},
        where=added <= bindparam("most", type_=BigInteger),
    ).returning(counters.c.count, counters.c.expires_at)


def _entry(dialect: Any) -> Any:
    """Set a counter to this count."""
    fresh = dialect.insert(counters)
    columns = {"count": fresh.excluded.count, "expires_at": fresh.excluded.expires_at}
    return fresh.on_conflict_do_update(index_elements=["name"], set_=columns)


_ADD = {name: _addition(dialect) for name, dialect in _DIALECTS.items()}
_ENTER = {name: _entry(dialect) for name, dialect in _DIALECTS.items()}
_READ = select(counters.c.name, counters.c.count, counters.c.expires_at).where(
    counters.c.name.in_(bindparam("names", expanding=True))
)
_EXPIRED = (
    select(counters.c.name)
    .where(counters.c.expires_at <= bindparam("moment"))
    .limit(SWEEP_SECONDS)
    .with_for_update(skip_locked=True)  # waiting for two counters in another order than somebody else is a deadlock
)


class Counters(Storage):
    """The counters of an installation. Every call raises Unavailable when they cannot be read or written."""

    STORAGE_SCHEME = None

    def __init__(self, engine: Engine) -> None:
        """Count with an engine of `models.counters`."""
        super().__init__()
        self._engine = engine
        self._additions = itertools.count(1)
        self._leases = Leases()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may be wrapped in an error of the library, if anybody asks for that."""
        return Unavailable

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Count in one transaction, all or nothing."""
        with translate_db_errors(self._engine.url), session.writing(self._engine) as connection:
            yield connection

    def add(self, key: str, expiry: float, amount: int, most: int = MAX_COUNT) -> Counted | None:
        """Add to a counter and return its count and when it expires; None, and nothing is added, above `most`."""
        if next(self._additions) % SWEEP_SECONDS == 0:
            self.sweep()
        with translate_db_errors(self._engine.url), session.one_statement(self._engine) as connection:
            return add_to_counter(connection, key, expiry, amount, most)

    def consume(self, key: str, expiry: float, amount: int, most: int) -> Counted | None:
        """Add to a counter as `add`, mostly without a write: from what this process took of it before."""
        longest = expiry + BUSY_TIMEOUT_SECONDS
        return self._leases.consume(key, longest, amount, most, lambda taken: self.add(key, expiry, taken, most))

    def put(self, counts: Mapping[str, int], expiry: float) -> None:
        """Set counters to these counts, by key, whatever they were; they lapse after `expiry` seconds."""
        with self.writing() as connection:
            expires_at = time.time() + expiry
            set_counters(connection, [(key, count, expires_at) for key, count in counts.items()])

    def all_of(self, keys: Iterable[str], expiry: float) -> dict[str, int]:
        """Return the counts of several counters that lapse after `expiry` seconds; 0 of one that is not there."""
        with translate_db_errors(self._engine.url), session.one_statement(self._engine) as connection:
            found = read_counters(connection, keys)
        moment = time.time()
        return {key: count if _is_running(ends, moment, expiry) else 0 for key, (count, ends) in found.items()}

    def sweep(self) -> None:
        """Delete counters that have expired."""
        with self.writing() as connection:
            connection.execute(delete(counters).where(counters.c.name.in_(_EXPIRED)), {"moment": time.time()})

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter, which expires so many seconds after it began, and return its count."""
        added = self.add(key, expiry, amount)
        return added[0] if added else MAX_COUNT

    def get(self, key: str) -> int:
        """Return the count; 0 of a counter that is not there or has expired."""
        return self.counted(key)[0]

    def get_expiry(self, key: str) -> float:
        """Return the moment at which a counter expires, in seconds since 1970: now when it is not there."""
        return self.counted(key)[1]

    def counted(self, key: str, expiry: float = math.inf) -> Counted:
        """Return the count and when it expires (seconds since 1970); 0 and now when it is not there or over.

        `expiry` is how many seconds after it began it expires, where that is known.
        """
        with translate_db_errors(self._engine.url), session.one_statement(self._engine) as connection:
            count, ends = read_counters(connection, [key])[key]
        moment = time.time()
        return (count, ends) if _is_running(ends, moment, expiry) else (0, moment)

    def check(self) -> bool:
        """Return whether the counters can be read."""
        try:
            self.counted("")
        except Unavailable:
            return False
        return True

    def reset(self) -> int:
        """Delete all counters and tell how many there were."""
        self._leases = Leases()
        with self.writing() as connection:
            return connection.execute(delete(counters)).rowcount

    def clear(self, key: str) -> None:
        """Delete a counter."""
        with self.writing() as connection:
            connection.execute(delete(counters).where(counters.c.name == _name(key)))

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()


def _is_running(expires_at: float, moment: float, expiry: float) -> bool:
    """Return whether a counter that expires so many seconds after it began is not over, nor began in the future."""
    return moment < expires_at <= moment + expiry + BUSY_TIMEOUT_SECONDS


def add_to_counter(connection: Connection, key: str, expiry: float, amount: int, most: int) -> Counted | None:
    """Add to a counter as `Counters.add`, in a transaction of the caller."""
    moment = time.time()
    until = moment + expiry
    moments = {"moment": moment, "until": until, "latest": until + BUSY_TIMEOUT_SECONDS}
    values = {"counter": _name(key), "cost": amount, "most": most, **moments}
    row = connection.execute(_ADD[connection.dialect.name], values).one_or_none()
    return (row[0], row[1]) if row else None


def read_counters(connection: Connection, keys: Iterable[str]) -> dict[str, Counted]:
    """Return the count and the expiry of counters, whether they are over or not, by key; 0 and 0 of others."""
    wanted = {_name(key): key for key in keys}
    found, names = dict.fromkeys(wanted.values(), (0, 0.0)), list(wanted)
    for start in range(0, len(names), SWEEP_SECONDS):  # a statement takes only so many parameters
        some = {"names": names[start : start + SWEEP_SECONDS]}
        found |= {wanted[name]: (count, ends) for name, count, ends in connection.execute(_READ, some)}
    return found


def set_counters(connection: Connection, counts: Iterable[tuple[str, int, float]]) -> None:
    """Set counters, each a key, a count and when it expires, in seconds since 1970."""
    rows = [{"name": _name(key), "count": count, "expires_at": expires_at} for key, count, expires_at in counts]
    if rows:
        connection.execute(_ENTER[connection.dialect.name], rows)


def _name(key: str) -> str:
    """Name a counter so that nothing about anybody stands in the table."""
    return sha256(key.encode()).hexdigest()


def consume(
    storage: Counters, policy: str, limit: RateLimitItem, owner: str, cost: int = 1, parts: int = 1
) -> Allowance:
    """Consume `cost` units of the caller's quota. Raises TooMany, and consumes nothing, if it would be exceeded.

    It is handed out in so many `parts`, each in its part of the time: nobody takes all of a second at its beginning.
    It is taken from the leases of this process.
    """
    key, quota, seconds = limit.key_for(policy, owner), limit.amount // parts, limit.get_expiry() / parts
    added = storage.consume(key, seconds, cost, quota) if cost <= quota else None
    count, expires_at = added or storage.counted(key, seconds)
    left = allowance(policy, limit, quota - count, expires_at)
    if added is None:
        raise TooMany(f"No more than {limit.amount} {policy} are taken in {limit.get_expiry()} s.", left)
    return left


def allowance(policy: str, limit: RateLimitItem, remaining: int, expires_at: float) -> Allowance:
    """Return what is left of a limit; seconds are whole, at least 1, and at most those of the limit."""
    seconds = max(1, math.ceil(expires_at - time.time()))
    return Allowance(policy, limit.amount, limit.get_expiry(), remaining, min(seconds, limit.get_expiry()))
