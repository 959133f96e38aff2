"""A heading as it is compared with the words that are known: how often is bounded, however long a heading is."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

MIN_RATIO = 0.86
"""How much of two headings must be the same to take one for a slip of the other."""
MAX_LENGTH = 300
"""So many signs has a text at most that is read as a heading."""
MAX_TYPO_LENGTH = 60
"""So many signs has a heading at most that may be a slip of a word: more than the longest word that is known."""
MAX_WORDS = 4
"""So many words has a phrase that is looked for in a heading at most."""

OF_NO_DECISION = frozenset(
    (
        *("aantal", "aantallen", "number of", "dagen", "uren", "uur", "weken", "maanden", "looptijd", "fte", "schaal"),
        *("percentage", "percent", "procent", "days", "hours", "weeks", "months", "years", "jaren", "term"),
        *("per dag", "per week", "per maand", "per kwartaal", "per jaar", "per boekjaar", "per begrotingsjaar"),
        *("jaarlijks", "jaarlijkse", "maandelijks", "maandelijkse", "op jaarbasis", "cumulatief", "cumulatieve"),
        *("per day", "per month", "per quarter", "per year", "per annum", "annual", "annually", "yearly", "monthly"),
        *("cumulative", "jaar", "year"),
    )
)
"""Phrases of a heading above numbers that limit something else than the amount of one decision."""


@dataclass(slots=True)
class Heading:
    """A heading, folded; `phrases` are its words, and those that follow each other."""

    text: str
    phrases: frozenset[str]
    found: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Heading:
        """Return the words of a folded heading; none if it is too long."""
        text = text if len(text) <= MAX_LENGTH else ""
        words = text.split()
        lengths = range(1, MAX_WORDS + 1)
        return cls(text, frozenset(" ".join(words[at : at + one]) for at in range(len(words)) for one in lengths))

    def likeness(self, word: str) -> float:
        """Return how much of the heading and a word is alike; 0 of less than MIN_RATIO. It is compared once."""
        if len(self.text) > MAX_TYPO_LENGTH:
            return 0
        if word not in self.found:
            self.found[word] = compared(self.text, word) if _may_be_near(self.text, word) else 0
        return self.found[word]


def compared(text: str, word: str) -> float:
    """Return how much of two texts is alike; 0 of less than MIN_RATIO."""
    ratio = SequenceMatcher(None, text, word).ratio()
    return ratio if ratio >= MIN_RATIO else 0


def _may_be_near(text: str, word: str) -> bool:
    """Return False if two texts are too unlike in length, or have too few signs in common, to be MIN_RATIO."""
    least = MIN_RATIO * (len(text) + len(word))
    if 2 * min(len(text), len(word)) < least:
        return False
    return 2 * (_signs(text) & _signs(word)).bit_count() >= least


@lru_cache(maxsize=2048)
def _signs(text: str) -> int:
    """Return the signs of a text as bits: one for each sign and how often it came before."""
    seen: dict[str, int] = {}
    bits = 0
    for sign in text:
        seen[sign] = seen.get(sign, 0) + 1
        bits |= 1 << (128 * seen[sign] + ord(sign))
    return bits
