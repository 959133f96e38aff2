"""Names of one list that are so alike that one may be a slip of the other, and those that are two decisions."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.names.act_wordings import is_slip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Verlenen van een kapvergunning", "Verlenen van een kapvergunnning"),
        ("Verlenen van een kapvergunning", "Een kapvergunning verlenen"),
        ("Huren van opslagruimte", "Huren van de opslagruimtes"),
        ("Opdracht geven voor groenonderhoud", "Opdracht geven voor groenonderhoud buiten"),
    ],
)
def test_a_few_letters_or_a_word_more_may_be_a_slip(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Verlenen van een kapvergunning", "Verlenen van een uitwegvergunning"),
        ("Verlenen van een kapvergunning", "Weigeren van een kapvergunning"),
        ("Archiefbescheiden vernietigen", "Archiefbescheiden vervreemden"),
        ("Toekennen van algemene bijstand", "Toekennen van bijzondere bijstand"),
        ("Huren van een ruimte buiten", "Huren van een zaal binnen"),
    ],
)
def test_another_word_is_another_decision(one: str, other: str) -> None:
    assert not is_slip(one, other)
