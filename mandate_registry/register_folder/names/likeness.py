"""Names that look like each other, so that neither a typing error nor another wording is taken for something new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from mandate_registry.register_folder.names.name_keys import known_as

MIN_LIKENESS = 0.75
"""So much of the pairs of letters of two names that look alike is the same; 1 is all."""
MAX_CANDIDATES = 3
"""So many names are told that look alike, and so many that share a word."""
FEW = 3
"""A word that no more of the names have is rare: it tells what a name is about."""
SHORTEST = 5
"""So many letters a word has that tells something."""
ENDINGS = ("ingen", "ing", "en", "es", "e", "s")
"""With what words end that are otherwise the same; of what is left at least four letters count."""
TELL_NOTHING = frozenset(
    (
        *("onder", "zonder", "tegen", "tussen", "binnen", "buiten", "waarbij", "namens", "ander", "andere", "overige"),
        *("algemeen", "algemene", "bijzonder", "bijzondere", "tijdelijk", "tijdelijke"),
    )
)
"""Words that say nothing of what a name is about."""


class Likeness:
    """The names that others are compared with."""

    def __init__(self, names: Iterable[str]) -> None:
        self.pairs = {name: _pairs(name) for name in dict.fromkeys(names)}
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for name in self.pairs:
            for stem in _stems(name):
                self._by_stem[stem].append(name)
        self.places: dict[str, int] = {}
        self.masks = {name: self._mask(pairs) for name, pairs in self.pairs.items()}
        self.having: dict[str, list[str]] = defaultdict(list)
        for name, pairs in self.pairs.items():
            for pair in pairs:
                self.having[pair].append(name)

    def near(self, name: str) -> list[str]:
        """Return the names that look like another, the nearest first; not the name itself."""
        own = _pairs(name)
        mask = self._mask(own)
        found = [(self._share(mask, other, len(own)), other) for other in self._likely(own)]
        near = sorted(
            ((share, other) for share, other in found if share >= MIN_LIKENESS and other != name),
            key=lambda one: (-one[0], one[1]),
        )
        return [other for _, other in near[:MAX_CANDIDATES]]

    def candidates(self, name: str) -> list[str]:
        """Return the names that another may be: those that look like it, and those that share a rare word with it.

        Those with the rarest words come first.
        """
        near, shared = self.near(name), dict[str, int]()
        for stem in _stems(name):
            names = self._by_stem.get(stem, [])
            for other in names if len(names) <= FEW else ():
                shared[other] = min(len(names), shared.get(other, FEW))
        rare = sorted((one for one in shared if one not in near and one != name), key=lambda one: (shared[one], one))
        return [*near, *rare[:MAX_CANDIDATES]]

    def _likely(self, own: frozenset[str]) -> set[str]:
        """Return the names that have one of the rarest of these pairs: those that are near have most of them."""
        by_rarity = sorted(own, key=lambda pair: len(self.having.get(pair, ())))
        fewest = int(len(own) * MIN_LIKENESS / (2 - MIN_LIKENESS))
        return {name for pair in by_rarity[: len(own) - fewest + 1] for name in self.having.get(pair, ())}

    def _mask(self, pairs: frozenset[str]) -> int:
        """Return pairs as bits, which are compared sooner."""
        return sum(1 << self.places.setdefault(pair, len(self.places)) for pair in pairs)

    def _share(self, mask: int, other: str, length: int) -> float:
        return 2 * (mask & self.masks[other]).bit_count() / (length + len(self.pairs[other]))


def _stems(name: str) -> dict[str, None]:
    """Return the words of a name that tell what it is about, without their endings."""
    words = (word for word in known_as(name).split() if len(word) >= SHORTEST and word.isalpha())
    return dict.fromkeys(stem(word) for word in words if word not in TELL_NOTHING)


def stem(word: str) -> str:
    """Return a word without its ending."""
    ending = next((one for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= SHORTEST - 1), "")
    return word.removesuffix(ending)


def _pairs(name: str) -> frozenset[str]:
    """Return the pairs of letters in the words of a name, in whichever order these stand."""
    return frozenset(pair for word in known_as(name).split() for pair in _of_word(f" {word} "))


def _of_word(word: str) -> Iterator[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))
