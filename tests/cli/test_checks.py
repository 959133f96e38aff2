"""`check` prints an answer that a person can read, and exits with what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import loaded, run
from tests.support.demo import WIERDENLAND

STORY = ("--organisation", WIERDENLAND, "--type", "cooperation.conclude", "--case", "RS-2026-014")
AT = ("--counterparty", "00000009100000000002", "--at", "2026-09-15T14:30:00+02:00")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("var"), "sample/wierdenland")


def test_a_yes_says_who_what_on_whose_behalf_and_until_when(data: Path) -> None:
    done = run("check", "--data", data, *STORY, *AT, "--employee", "Imke Ravenstein", "--amount", "80000.00")
    assert done.code == 0
    for words in (
        "YES, authorised",
        "W-012 Imke Ravenstein",
        "cooperation.decide: authorised on behalf of College van burgemeester en wethouders by mandate WL-4.1",
        "cooperation.represent: authorised on behalf of Burgemeester by mandate WL-4.2",
        "2026-12-31T23:00:00Z",
    ):
        assert words in done.out


def test_a_yes_says_with_which_words_to_sign(data: Path) -> None:
    done = run("check", "--data", data, *STORY, *AT, "--employee", "W-012", "--amount", "80000.00")
    for lines in (
        ("  sign with     Gemeente Wierdenland, krachtens volmacht van de burgemeester,", "Imke Ravenstein,"),
        ("  in English    Gemeente Wierdenland, under power of attorney from the Burgemeester,", "Imke Ravenstein,"),
    ):
        assert f"\n{' ' * 16}".join((*lines, "Regisseur samenwerking\n")) in done.out


def test_a_no_says_why_and_exits_with_one(data: Path) -> None:
    done = run("check", "--data", data, *STORY, *AT, "--employee", "W-012", "--amount", "100000.01")
    assert done.code == 1
    assert "NO, not authorised" in done.out
    assert "The amount is above the limit. (amount_above_limit) [WL-4.1]" in done.out
    assert "sign with" not in done.out


def test_what_was_only_expected_is_said_beside_the_answer(data: Path) -> None:
    asked = ("check", "--data", data, "--employee", "W-034", "--type", "road.temporary")
    for at, words in (("2100-01-01T00:00:00Z", "expected      by what was known at "), ("2026-09-15T12:00:00Z", "")):
        done = run(*asked, "--at", at)
        assert words in done.out
        assert ("expected" in done.out) is bool(words)


def test_a_counterparty_that_is_no_oin_must_be_an_employee(data: Path) -> None:
    asked = ("check", "--data", data, "--employee", "W-034", "--type", "road.temporary", "--confirm", "all")
    for text in ("w-034", "D-099", "Noor Willemz", "00000009100000000002/D-099", "Bouwbedrijf De Brug B.V."):
        done = run(*asked, "--counterparty", text)
        assert done.code == 1
        assert "(counterparty_unknown)" in done.out
    for text, condition in (("W-034", True), ("W-012", False), ("00000009100000000002", False)):
        done = run(*asked, "--counterparty", text)
        assert ("(own_interest)" in done.out) is condition
        assert done.code == 0


def test_a_condition_can_be_confirmed_by_its_id(data: Path) -> None:
    question = ("check", "--data", data, "--employee", "W-034", "--type", "road.temporary", "--json")
    open_ = run(*question)
    assert (open_.code, open_.json["outcome"], open_.json["decisionType"]) == (1, "conditional", "road.temporary")
    confirmed = run(*question, "--confirm", open_.json["conditions"][0]["id"])
    assert (confirmed.code, confirmed.json["outcome"]) == (0, "authorised")
    texts = [run(*question[:-1], *also).out for also in ((), ("--confirm", "all"))]
    assert [text.count("stated by the asker") for text in texts] == [0, 1]


def test_an_amount_without_vat_is_the_same_on_both_bases(data: Path) -> None:
    question = ("check", "--data", data, "--employee", "W-018", "--type", "purchase.award", "--at", AT[-1])
    for basis in ("excl", "none"):
        assert run(*question, "--amount", "1000.00", "--vat", basis).code == 0
    assert "amount_above_limit" in run(*question, "--amount", "100000.01", "--vat", "none").out
    assert run(*question, "--amount", "1000.00", "--vat", "half").code == 2


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--amount", "80.000", "amount"),
        ("--at", "2026-09-15", "at"),
        ("--at", "yesterday", "at"),
        ("--known-at", "2999-01-01T00:00:00Z", "knownAt"),
        ("--organisation", "00000009100000000009", "organisation"),
    ],
)
def test_bad_input_names_the_field(data: Path, option: str, value: str, field: str) -> None:
    done = run("check", "--data", data, "--employee", "W-034", "--type", "road.temporary", option, value)
    assert done.code == 2
    assert f"{field}: " in done.err
    assert done.out == ""


BEHIND_A_PROXY = {"MANDATES_BEHIND_TLS_PROXY": "yes"}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"MANDATES_PROT": "1"}, "unknown setting MANDATES_PROT"),
        ({"MANDATES_PORT": "no"}, "MANDATES_PORT must be a whole number"),
        ({"MANDATES_KEEP_CHECKS": "0"}, "MANDATES_KEEP_CHECKS must be a whole number from 1 to 36500, or forever"),
        ({"MANDATES_HOST": "192.0.2.1"}, "put a TLS proxy before it"),
        ({"MANDATES_DATABASE_URL": "mysql://x"}, "must begin with sqlite"),
        ({"MANDATES_DEMO": "no"}, "MANDATES_DEMO is yes, or not set"),
        ({"MANDATES_DEMO": "yes", "MANDATES_HOST": "192.0.2.1"} | BEHIND_A_PROXY, "this machine alone"),
        ({"MANDATES_DEMO": "yes"} | BEHIND_A_PROXY, "this machine alone"),
        ({"MANDATES_CLIENT_CERT": "yes"}, "MANDATES_CLIENT_CERT is from-proxy, or not set"),
        ({"MANDATES_CLIENT_CERT": "from-proxy"}, "needs MANDATES_BEHIND_TLS_PROXY=yes"),
    ],
)
def test_it_does_not_start_with_a_setting_that_is_not_safe(settings: dict[str, str], words: str) -> None:
    done = run("key", "list", **settings)
    assert done.code == 2
    assert words in done.err


def test_it_does_not_start_without_the_issuers_that_it_should_trust(tmp_path: Path) -> None:
    done = run("key", "list", "--data", tmp_path, MANDATES_ISSUERS=str(tmp_path / "issuers.toml"))
    assert done.code == 2
    assert "No such file" in done.err
