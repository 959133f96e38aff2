"""Long texts of strangers, which cost no more than they are long; the same is read of short ones."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.amounts.function_headings import MAX_LENGTH as LONGEST_HEADING
from mandate_registry.register_folder.amounts.function_headings import limit_of_heading
from mandate_registry.register_folder.cell_types import BLANK_SEPARATOR, SEPARATOR
from mandate_registry.register_folder.names.likeness import Likeness
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.word.word_styles import WordStyles
from mandate_registry.register_folder.workbook.format_codes import MAX_LENGTH, OTHER, bearable, section_of
from tests.register_folder.sample_files import refusal, xlsx

LONG = 1_000_000
"""So many signs take hours where time grows with the square of the length."""


def test_a_bracket_that_does_not_end_is_a_sign_like_others() -> None:
    assert known_as("x (" + "a" * LONG) == "x ( " + "a" * LONG


@pytest.mark.parametrize(
    ("name", "words"),
    [("Buyer (acting)", "buyer acting"), ("Buyer (1)", "buyer ( 1 )"), ("Buyer (1) (acting)", "buyer ( 1 ) acting")],
)
def test_only_words_in_brackets_are_words_of_the_name(name: str, words: str) -> None:
    assert known_as(name) == words


def test_many_blanks_are_looked_at_once() -> None:
    text = "a" + " " * LONG + "b"
    assert SEPARATOR.split(text) == [text]
    assert BLANK_SEPARATOR.split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts", "sentences"),
    [
        ("a ;  b;c", ["a", "b", "c"], ["a", "  b;c"]),
        (" ; ; a", ["", "", "a"], ["", "", " a"]),
        ("a  ;\n;b", ["a", "", "b"], ["a", "\n;b"]),
    ],
)
def test_blanks_around_a_semicolon_belong_to_it(text: str, parts: list[str], sentences: list[str]) -> None:
    assert SEPARATOR.split(text) == parts
    assert BLANK_SEPARATOR.split(text) == sentences


def test_a_heading_that_is_too_long_tells_no_limit() -> None:
    end = "tot € 10.000"
    assert limit_of_heading("x " * 100 + end) == end
    assert limit_of_heading("x" * LONGEST_HEADING + end) == ""


@pytest.mark.parametrize("signs", ["€ ", "max ", "<=", "tot en met "])
def test_signs_of_a_limit_without_an_amount_tell_none(signs: str) -> None:
    assert limit_of_heading((signs * LONGEST_HEADING)[:LONGEST_HEADING]) == ""


def test_a_format_that_no_spreadsheet_allows_is_not_read() -> None:
    assert bearable("0" * MAX_LENGTH) == "0" * MAX_LENGTH
    assert bearable("0" * (MAX_LENGTH + 1)) == OTHER
    assert section_of(OTHER, 1) is None


def test_a_workbook_of_more_formats_than_a_spreadsheet_allows_is_refused() -> None:
    looks: dict[tuple[int, int], dict[str, object]] = {(row, 0): {"num_format": f'0"{row}"'} for row in range(1000)}
    content = xlsx([[row] for row in range(1000)], looks)
    assert "has more than 1,000 number formats" in refusal(content, "a.xlsx")


def test_a_name_is_compared_only_with_those_that_may_be_near(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    share = Likeness._share  # noqa: SLF001 - how often names are compared is what is bounded

    def count(known: Likeness, mask: int, other: str, length: int) -> float:
        compared.append(other)
        return share(known, mask, other, length)

    monkeypatch.setattr(Likeness, "_share", count)
    names = [f"{chr(97 + first)}{chr(97 + second)}" * 3 for first in range(20) for second in range(20)]
    known = Likeness([*names, "Opdracht gunnen", "Opdracht gunen"])
    assert known.near("Opdracht gunnen") == ["Opdracht gunen"]
    assert len(compared) < 100


def test_what_a_style_of_a_document_says_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    styles, asked = WordStyles("a.docx"), list[str | None]()
    styles.start("style", {"styleId": "a"})
    styles.start("strike", {})
    looks_of = WordStyles._looks_of  # noqa: SLF001 - how often it is asked is what is bounded

    def count(found: WordStyles, style: str | None) -> dict[str, bool]:
        asked.append(style)
        return looks_of(found, style)

    monkeypatch.setattr(WordStyles, "_looks_of", count)
    first = styles.of("a")
    first["bold"] = True
    assert [styles.of("a") for _ in range(100)] == [{"struck": True}] * 100
    assert asked == ["a"]
