"""The Merkle tree and its proofs, held against another library and against themselves with something changed."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from pymerkle import InmemoryTree

from mandate_registry.log.merkle import (
    consistency_path,
    grow,
    inclusion_path,
    leaf_hash,
    perfect,
    root_of,
    verify_inclusion,
)
from tests.support.consistency import verify_consistency

MOST = 200
LEAVES = [f"entry {number}".encode() for number in range(MOST)]
CHANGES = ["a hash changed", "a hash left out", "a hash too many", "hashes swapped"]


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    return InmemoryTree.init_from_entries(LEAVES, algorithm="sha256")


def root(start: int, end: int) -> bytes:
    """Hash these leaves as a tree."""
    peaks: list[bytes] = []
    for size, leaf in enumerate(LEAVES[start:end]):
        for _ in grow(peaks, size, leaf_hash(leaf)):
            pass
    return root_of(peaks)


ROOTS = [root(0, size) for size in range(MOST + 1)]


def proof(path: Iterable[tuple[int, int]]) -> list[bytes]:
    return [root(start, end) for start, end in path]


def spoilt(hashes: list[bytes], how: str) -> list[bytes]:
    """Return a proof with something changed."""
    if how == "a hash too many":
        return [*hashes, leaf_hash(b"")]
    if how == "hashes swapped":
        return hashes[::-1] if len(hashes) > 1 else [leaf_hash(b"")]
    rest = hashes[1:]
    return [leaf_hash(b"another"), *rest] if how == "a hash changed" or not hashes else rest


def test_every_tree_has_the_root_that_another_library_gives_it(oracle: InmemoryTree) -> None:
    assert [oracle.get_root(size) for size in range(1, MOST + 1)] == ROOTS[1:]


def test_the_perfect_subtrees_of_a_range_cover_it_in_order() -> None:
    for end in range(MOST):
        covered = [leaf for height, place in perfect(0, end) for leaf in range(place << height, place + 1 << height)]
        assert covered == list(range(end))


@pytest.mark.parametrize("size", [*range(1, 33), 63, 64, 65, 127, 128, 129, 199, 200])
def test_every_inclusion_proof_is_that_of_another_library_and_holds(oracle: InmemoryTree, size: int) -> None:
    for index in range(size):
        found = proof(inclusion_path(index, size))
        assert found == oracle.prove_inclusion(index + 1, size).path[1:]
        assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, found, ROOTS[size])


@pytest.mark.parametrize("second", [*range(1, 33), 63, 64, 65, 127, 128, 129, 199, 200])
def test_every_consistency_proof_holds(second: int) -> None:
    for first in range(1, second + 1):
        found = proof(consistency_path(first, second))
        assert verify_consistency(first, second, found, ROOTS[first], ROOTS[second])


@pytest.mark.parametrize("how", CHANGES)
def test_a_proof_with_anything_changed_does_not_hold(how: str) -> None:
    for size in range(1, 40):
        for index in range(size):
            found = spoilt(proof(inclusion_path(index, size)), how)
            assert not verify_inclusion(leaf_hash(LEAVES[index]), index, size, found, ROOTS[size])
        for first in range(1, size + 1):
            found = spoilt(proof(consistency_path(first, size)), how)
            assert not verify_consistency(first, size, found, ROOTS[first], ROOTS[size])


def test_a_proof_of_something_else_does_not_hold() -> None:
    chosen = random.Random(9162)  # noqa: S311 - a choice of cases is no secret
    for _ in range(500):
        size = chosen.randint(2, MOST)
        index, other = chosen.sample(range(size), 2)
        found = proof(inclusion_path(index, size))
        assert not verify_inclusion(leaf_hash(LEAVES[other]), index, size, found, ROOTS[size])
        assert not verify_inclusion(leaf_hash(LEAVES[index]), other, size, found, ROOTS[size])
        assert not verify_inclusion(leaf_hash(LEAVES[index]), index, size, found, ROOTS[size - 1])
        found, first = proof(consistency_path(index + 1, size)), index + 1
        assert not verify_consistency(first, size, found, ROOTS[other + 1], ROOTS[size])
        assert first == size or not verify_consistency(first, size, found, ROOTS[first], ROOTS[size - 1])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 3), (-1, 3)])
def test_nothing_outside_of_a_tree_is_shown(index: int, size: int) -> None:
    assert not verify_inclusion(leaf_hash(b""), index, size, [], leaf_hash(b""))


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 3), (4, 3), (-1, 3)])
def test_nothing_is_shown_of_an_empty_tree_or_of_a_smaller_one(first: int, second: int) -> None:
    assert not verify_consistency(first, second, [], ROOTS[0], ROOTS[3])
