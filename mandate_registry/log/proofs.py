"""Proofs that something is in the log, and that it only grew (RFC 9162, 2.1.3 and 2.1.4), at any size that it had."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select

from mandate_registry import COMMAND
from mandate_registry.errors import Lack, Unavailable
from mandate_registry.log.log_writer import STRIDE
from mandate_registry.log.merkle import consistency_path, inclusion_path, leaf_hash, node_hash, perfect, root_of
from models import log_entries, log_heads, log_subtrees

BLOCK = 1 << STRIDE
"""How many hashes are read at once."""

_SIZE = select(log_heads.c.size)
_ENTRIES = (
    select(log_entries.c.entry)
    .where(log_entries.c.position >= bindparam("start"), log_entries.c.position < bindparam("end"))
    .order_by(log_entries.c.position)
)
_SUBTREES = (
    select(log_subtrees.c.hash)
    .where(log_subtrees.c.height == bindparam("height"))
    .where(log_subtrees.c.position >= bindparam("start"), log_subtrees.c.position < bindparam("end"))
    .order_by(log_subtrees.c.position)
)


def size_of(connection: Connection) -> int:
    """Return how many entries the log has."""
    return int(connection.execute(_SIZE).scalar_one())


def leaf_at(connection: Connection, index: int) -> bytes:
    """Return the hash of an entry as a leaf."""
    return _Stored(connection).subtree(0, index)


def root_at(connection: Connection, size: int) -> bytes:
    """Return the root that the log had at a size, which it has reached."""
    return _Stored(connection).root(0, size)


def prove_inclusion(connection: Connection, index: int, size: int) -> list[bytes]:
    """Prove that the entry at this index is in the log of this size, which is larger."""
    stored = _Stored(connection)
    return [stored.root(start, end) for start, end in inclusion_path(index, size)]


def prove_consistency(connection: Connection, first: int, second: int) -> list[bytes]:
    """Prove that the log of size `second` began as that of size `first`, which is no larger and not empty."""
    stored = _Stored(connection)
    return [stored.root(start, end) for start, end in consistency_path(first, second)]


@dataclass(slots=True)
class _Stored:
    """What is stored of the tree, read block by block: all that a proof needs of some heights stands in a few."""

    connection: Connection
    blocks: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def root(self, start: int, end: int) -> bytes:
        """Return the root of the tree of these leaves."""
        return root_of([self.subtree(height, position) for height, position in perfect(start, end)])

    def subtree(self, height: int, position: int) -> bytes:
        """Return the hash of a perfect subtree, made of those that are stored next below it, or of entries."""
        count = 1 << height % STRIDE
        number, start = divmod(position * count, BLOCK)
        hashes = self._block(height - height % STRIDE, number)[start : start + count]
        if len(hashes) != count:
            raise Unavailable(f"A part of the log is missing: {COMMAND} log verify says where.", Lack.DAMAGED)
        while len(hashes) > 1:
            hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    def _block(self, height: int, number: int) -> list[bytes]:
        """Return the hashes at a stored height, BLOCK at most, as far as there are so many."""
        if (height, number) not in self.blocks:
            between = {"start": number * BLOCK, "end": (number + 1) * BLOCK}
            if height:
                found = list(self.connection.scalars(_SUBTREES, {"height": height} | between))
            else:
                found = [leaf_hash(entry) for entry in self.connection.scalars(_ENTRIES, between)]
            self.blocks[height, number] = found
        return self.blocks[height, number]
