"""The Merkle tree of RFC 9162 (2.1), as it grows by one leaf at a time.

A tree of some size is a row of perfect subtrees, the largest first: its peaks. They are all that is needed to add a
leaf and to give the root. A subtree of height h has 2**h leaves; at its position p it begins with leaf p * 2**h.
"""

from __future__ import annotations

from functools import reduce
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HASH_SIZE = 32
"""In bytes."""

Subtree = tuple[int, int, bytes]
"""Height, position, and the hash of its root."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees as one."""
    return sha256(b"\x01" + left + right).digest()


def root_of(peaks: Sequence[bytes]) -> bytes:
    """Give the root of a tree by its peaks; that of an empty tree is the hash of nothing."""
    if not peaks:
        return sha256().digest()
    return reduce(lambda right, left: node_hash(left, right), reversed(peaks))


def grow(peaks: list[bytes], size: int, leaf: bytes) -> Iterator[Subtree]:
    """Add a leaf to a tree of this size, and yield the subtrees that it completes, the leaf itself among them."""
    height, position = 0, size
    yield height, position, leaf
    while position & 1:
        leaf = node_hash(peaks.pop(), leaf)
        height, position = height + 1, position >> 1
        yield height, position, leaf
    peaks.append(leaf)
