"""Counters that are read, changed and saved together, and expire together."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Mapping

from limits import RateLimitItem
from sqlalchemy import Connection

from mandate_registry.services.rate_limits import MAX_COUNT, add_to_counter, read_counters, set_counters

Key = tuple[str, ...]


class CounterBatch:
    """The counters of one limit, of whom it is for, by key; nobody else opens them meanwhile.

    `load` reads some of them, `save` writes those that were changed.
    """

    def __init__(self, connection: Connection, limit: RateLimitItem, owner: Key) -> None:
        """Open it within a transaction of `Counters.writing`, and wait for who has it open. Open several in order."""
        self.limit = limit
        self._owner = (*owner, repr(limit))
        opened = add_to_counter(connection, self.name_of(()), limit.get_expiry(), 0, MAX_COUNT)
        self.expires_at = opened[1] if opened else time.time()
        self._counts: dict[Key, int] = {}
        self._changed: set[Key] = set()
        self._before: list[tuple[Key, int]] = []

    def name_of(self, key: Key) -> str:
        """Return the name of a counter among all counters."""
        return json.dumps([*self._owner, *key])

    def __getitem__(self, key: Key) -> int:
        return self._counts[key]

    def __setitem__(self, key: Key, count: int) -> None:
        if self._counts[key] != count:
            self._before.append((key, self._counts[key]))
            self._counts[key] = count
            self._changed.add(key)

    def begin(self) -> None:
        """Note what is changed from now on, for `undo`."""
        self._before.clear()

    def undo(self) -> None:
        """Undo all changes since `begin`."""
        while self._before:
            key, count = self._before.pop()
            self._counts[key] = count

    def has_read(self, counts: Mapping[Key, int]) -> None:
        """Take over what was read from the database."""
        self._counts = dict(counts)

    @property
    def changed(self) -> dict[str, int]:
        """The counts that were changed, by name."""
        return {self.name_of(key): self._counts[key] for key in self._changed}


def load(connection: Connection, wanted: Mapping[CounterBatch, Collection[Key]]) -> None:
    """Read counters of several batches; those that are not there, or expire at another moment than the batch, are 0."""
    names = {batch: {batch.name_of(key): key for key in keys} for batch, keys in wanted.items()}
    found = read_counters(connection, [name for of_batch in names.values() for name in of_batch])
    for batch, of_batch in names.items():
        ends = batch.expires_at
        batch.has_read({key: found[name][0] if found[name][1] == ends else 0 for name, key in of_batch.items()})


def save(connection: Connection, batches: Iterable[CounterBatch]) -> None:
    """Write the counters that were changed."""
    set_counters(connection, [(name, count, one.expires_at) for one in batches for name, count in one.changed.items()])
