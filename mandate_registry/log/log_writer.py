"""Appending to the log, in the transaction of what it is about: one writer at a time, and last before the commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from mandate_registry.canonical import canonical
from mandate_registry.log.merkle import HASH_SIZE, grow, leaf_hash, root_of
from models import log_entries, log_heads, log_subtrees

STRIDE = 8
"""Of how many heights one is stored: a subtree in between is made of 256 at most that are, or of entries."""

_HEAD = select(log_heads.c.size, log_heads.c.peaks)
_HEAD_LOCKED = _HEAD.with_for_update()


@dataclass(slots=True)
class LogWriter:
    """The log, locked for appending until the transaction ends: how many entries it has, and its peaks."""

    connection: Connection
    size: int
    peaks: list[bytes]

    @property
    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return root_of(self.peaks)

    def append(self, entries: Sequence[dict[str, Any]]) -> range:
        """Append entries and give their positions."""
        first = self.size
        written = [canonical(entry) for entry in entries]
        completed = [subtree for entry in written for subtree in self._grow(entry)]
        rows = [{"position": position, "entry": entry} for position, entry in enumerate(written, first)]
        self.connection.execute(insert(log_entries), rows)
        if completed:
            self.connection.execute(insert(log_subtrees), completed)
        self.connection.execute(update(log_heads).values(size=self.size, peaks=b"".join(self.peaks)))
        return range(first, self.size)

    def _grow(self, entry: bytes) -> list[dict[str, Any]]:
        """Add a leaf, and return the subtrees that it completes as far as they are stored."""
        found = [
            {"height": height, "position": position, "hash": root}
            for height, position, root in grow(self.peaks, self.size, leaf_hash(entry))
            if height and height % STRIDE == 0
        ]
        self.size += 1
        return found


def open_log(connection: Connection) -> LogWriter:
    """Lock the log for appending. Whoever writes to a register has locked that before: nobody waits in a circle."""
    size, peaks = connection.execute(_HEAD_LOCKED).one()
    return LogWriter(connection, size, split(peaks))


def state_of_log(connection: Connection) -> tuple[int, bytes]:
    """Return the size and the root of the log as it is committed, without locking it."""
    size, peaks = connection.execute(_HEAD).one()
    return size, root_of(split(peaks))


def split(hashes: bytes) -> list[bytes]:
    """Return the hashes that stand one after the other."""
    return [hashes[place : place + HASH_SIZE] for place in range(0, len(hashes), HASH_SIZE)]
