"""The Merkle tree of RFC 9162 (2.1), as it grows by one leaf at a time, and what can be proven of it.

A tree of some size is a row of perfect subtrees, the largest first: its peaks. They are all that is needed to add a
leaf and to give the root. A subtree of height h has 2**h leaves; at its position p it begins with leaf p * 2**h.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from hashlib import sha256

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
    """Return the root of a tree by its peaks; that of an empty tree is the hash of nothing."""
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


def perfect(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield height and position of the perfect subtrees that leaves from `start` to `end` (exclusive) make up.

    The largest comes first; `start` is a multiple of the size of the largest.
    """
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def inclusion_path(index: int, size: int) -> list[tuple[int, int]]:
    """Return the leaves, from and to, under each hash of the proof that a leaf is in a tree (RFC 9162, 2.1.3.1)."""
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _largest_below(end - start)
        path.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return path[::-1]


def consistency_path(first: int, second: int) -> list[tuple[int, int]]:
    """Return the same for the proof that a tree began as another (RFC 9162, 2.1.4.1)."""
    start, end, path = 0, second, []
    while end != first:
        middle = start + _largest_below(end - start)
        path.append((middle, end) if first <= middle else (start, middle))
        start, end = (start, middle) if first <= middle else (middle, end)
    return ([(start, end)] if start else []) + path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether a proof shows the leaf of this hash at this index of the tree of this size (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    turns = list(_turns(index, size - 1))
    found = leaf
    for is_left, other in zip(turns, proof, strict=False):
        found = node_hash(other, found) if is_left else node_hash(found, other)
    return len(proof) == len(turns) and found == root


def _turns(place: int, last: int) -> Iterator[bool]:
    """Yield for each hash of a proof, from the leaf to the root, whether it is on the left."""
    while last:
        is_left = bool(place & 1) or place == last
        while is_left and not place & 1:
            place, last = place >> 1, last >> 1
        yield is_left
        place, last = place >> 1, last >> 1


def _largest_below(size: int) -> int:
    """Return the largest power of two that is smaller."""
    return 1 << (size - 1).bit_length() - 1
