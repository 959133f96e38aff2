"""Names that look like each other, so that a typing error is not taken for something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandate_registry.register_folder.naming import known_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST = 0.75
"""So much of the pairs of letters of two names that look alike is the same; 1 is all."""
MOST = 3
"""So many names are told."""


class Likeness:
    """The names that others are compared with."""

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names, each once."""
        self.pairs = {name: _pairs(name) for name in dict.fromkeys(names)}

    def near(self, name: str) -> list[str]:
        """Return the names that look like another, the nearest first; not the name itself."""
        own = _pairs(name)
        found = [(_share(own, pairs), other) for other, pairs in self.pairs.items() if other != name]
        near = sorted(((share, other) for share, other in found if share >= LEAST), key=lambda one: (-one[0], one[1]))
        return [other for _, other in near[:MOST]]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0


def _pairs(name: str) -> frozenset[str]:
    """Return the pairs of letters in the words of a name, in whichever order these stand."""
    return frozenset(pair for word in known_as(name).split() for pair in _of_word(f" {word} "))


def _of_word(word: str) -> Iterator[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))
