"""The letters of a name arrive as they were written, or the file is refused."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.text.encodings import encoding_of
from tests.register_folder.sample_files import laid, refusal

TOLD = "does not tell in which encoding its letters are: save it as CSV UTF-8"
DUTCH = ["Renée", "Zoë", "Één", "’t Hooft", "’s-Hertogenbosch", "foto’s", "O’Brien", "€ 25.000", "tot – met", "“aan”"]
TABLE = "Nr;Naam\n1;{}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", [*DUTCH, "Miloš Đorđević", "Ωmega"])
def test_a_name_in_unicode_is_read(name: str, encoding: str) -> None:
    assert laid(TABLE.format(name).encode(encoding), "a.csv").rows == [(2, ["1", name])]


@pytest.mark.parametrize("name", [*DUTCH, "Köln", "Curaçao", "crème", "ÉLISE", "García", "m²", "Straße", "financiële"])
def test_a_name_in_windows_1252_is_read(name: str) -> None:
    assert laid(TABLE.format(name).encode("cp1252"), "a.csv").rows == [(2, ["1", name])]


@pytest.mark.parametrize(
    "name", ["Renée", "Zoë", "één", "Curaçao", "crème", "ÉLISE", "Müller", "€ 25.000", "patiënt", "“aan”"]
)
def test_a_name_in_mac_roman_is_read(name: str) -> None:
    assert laid(TABLE.format(name).encode("mac_roman"), "a.csv").rows == [(2, ["1", name])]


@pytest.mark.parametrize("name", ["Renée", "Zoë", "één", "Curaçao", "crème", "Müller", "Köln", "3 à 4", "10°C"])
def test_a_name_as_dos_wrote_it_is_refused(name: str) -> None:
    assert refusal(TABLE.format(name).encode("cp850"), "a.csv") == f"a.csv: {TOLD}"


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "utf-32-le", "cp500"])
def test_a_name_in_an_encoding_that_lists_are_not_in_is_refused(encoding: str) -> None:
    assert refusal(TABLE.format("Renée Zoë").encode(encoding), "a.csv") == f"a.csv: {TOLD}"


@pytest.mark.parametrize(("name", "encoding"), [("Köln", "mac_roman"), ("Miloš", "cp1252"), ("Íñigo", "mac_roman")])
def test_a_name_that_can_be_read_in_two_ways_is_refused(name: str, encoding: str) -> None:
    assert refusal(TABLE.format(name).encode(encoding), "a.csv") == f"a.csv: {TOLD}"


@pytest.mark.parametrize("content", [b"\xff\xfea\x00b", b"\xef\xbb\xbfa;\xff", b"a;b\n1;\x81"])
def test_what_is_not_in_the_encoding_that_it_seems_to_be_in_is_refused(content: bytes) -> None:
    assert refusal(content, "a.csv") == f"a.csv: {TOLD}"


def test_a_text_with_a_zero_in_each_row_is_not_read_in_pairs_of_bytes() -> None:
    assert encoding_of(b"x;\x00;z\n" * 100, "a.csv") == "utf-8"
    assert encoding_of("x;é;z\n".encode("utf-16-be") * 100, "a.csv") == "utf-16-be"
