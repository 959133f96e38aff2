"""How much work it is to guess what the headings of a file stand for."""

from __future__ import annotations

from collections import Counter

import pytest

from mandate_registry.register_folder.sheet import heading_words
from mandate_registry.register_folder.sheet.heading_match import (
    BESIDE,
    OTHER_SIDE,
    WORDS,
    folded,
    guess_columns,
    guess_table,
)
from mandate_registry.register_folder.sheet.heading_words import MAX_LENGTH, MAX_TYPO_LENGTH, MAX_WORDS
from mandate_registry.register_folder.sheet.plan import BY_NAME

TOLD = [*OTHER_SIDE.values(), *BESIDE.values(), *(told for columns in WORDS.values() for told in columns.values())]
KNOWN = {word for told in TOLD for word in told.split("|")}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """Count how often texts are compared sign by sign."""
    found: Counter[tuple[str, str]] = Counter()
    compare = heading_words.compared

    def count(text: str, word: str) -> float:
        found[text, word] += 1
        return compare(text, word)

    monkeypatch.setattr(heading_words, "compared", count)
    return found


def test_headings_that_are_too_long_for_a_slip_are_compared_with_no_word(compared: Counter[tuple[str, str]]) -> None:
    long = ("personeelsnummer naam functie " * 10)[: MAX_TYPO_LENGTH - 1]
    guess_table([f"{long} {place}" for place in range(200)])
    assert not compared


def test_a_heading_is_compared_with_a_word_once_for_all_tables(compared: Counter[tuple[str, str]]) -> None:
    slips = ["persneelsnummer", "datum indienstreding", "begindatum functei", "maximm bedrag"]
    guess_table(slips * 50)
    assert {text for text, _ in compared} == set(slips)
    assert max(compared.values()) <= 50


def test_a_heading_is_compared_only_with_words_of_about_the_same_signs(compared: Counter[tuple[str, str]]) -> None:
    guess_table(["persneelsnummer"])
    assert sorted(word for _, word in compared) == ["personeelsnummer"]


def test_of_a_text_that_is_too_long_for_a_heading_nothing_is_guessed() -> None:
    known = "nummer " + "x" * (MAX_LENGTH - len("nummer "))
    assert guess_columns(BY_NAME["employees"], [known]) == {"number": 0}
    assert guess_columns(BY_NAME["employees"], [f"{known}x"]) == {}


def test_no_word_is_too_long_to_be_found() -> None:
    assert max(len(folded(word).split()) for word in KNOWN) <= MAX_WORDS
    assert 2 * max(map(len, KNOWN)) <= MAX_TYPO_LENGTH


def test_a_slip_in_a_heading_is_seen_as_before() -> None:
    assert guess_columns(BY_NAME["employees"], ["Persneelsnummer", "Naam medewerkr"]) == {"number": 0, "name": 1}
