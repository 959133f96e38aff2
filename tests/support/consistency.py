"""Verifies that the log only grew, as an outsider does (RFC 9162, 2.1.4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from mandate_registry.log.merkle import node_hash


def verify_consistency(first: int, second: int, proof: Sequence[bytes], before: bytes, after: bytes) -> bool:
    """Return whether a proof shows that the tree of size `second` began as that of size `first`.

    `before` and `after` are their roots; nothing is shown of an empty tree.
    """
    if not 0 < first < second:
        return 0 < first == second and not proof and before == after
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    path = list(proof) if place else [before, *proof]
    if not path:
        return False
    old = new = path[0]
    for other in path[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == (before, after)
