"""`receipt verify` checks a receipt offline, without a database, and says it in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mandate_registry.evidence.receipts import sign
from mandate_registry.evidence.signing import Algorithm, make_key
from tests.cli.support import Done, run
from tests.evidence.test_receipts import CLAIMS, KEY, PUBLIC, RECEIPT
from tests.support.receipts import with_part


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [PUBLIC]}))
    return file


def verify(folder: Path, receipt: str, jwks: Path, *options: str) -> Done:
    file = folder / "receipt.jws"
    file.write_text(receipt)
    database = f"sqlite:///{folder / 'nowhere' / 'register.sqlite'}"
    return run("receipt", "verify", file, "--jwks", jwks, *options, MANDATES_DATABASE_URL=database)


def test_a_genuine_receipt_is_told_in_words_without_a_database(tmp_path: Path, jwks: Path) -> None:
    done = verify(tmp_path, f"{RECEIPT}\n", jwks)
    assert (done.code, done.err) == (0, "")
    for words in (
        "GENUINE",
        f"https://register.example, with key {KEY.kid}",
        "told to       00000009000000000002",
        "who           e1",
        "what          permit for 00000009000000000001",
        "amount        50.00 EUR excl",
        "confirmed     all",
        "purpose       overleg",
        "answer        YES, authorised",
        "at            2026-04-15T12:30:00Z",
        "as known      2026-04-15T12:30:01.204117Z",
        "version 7 of 00000009000000000001",
        "12 entries in register.example/v1/log before it",
    ):
        assert words in done.out


def test_a_receipt_by_another_key_is_not_genuine(tmp_path: Path, jwks: Path) -> None:
    done = verify(tmp_path, sign(CLAIMS, make_key(Algorithm.STATEMENTS)), jwks)
    assert (done.code, done.out.splitlines()[0]) == (1, "NOT GENUINE")
    assert "not signed with a key of this set" in done.out
    assert "authorised" not in done.out


def test_for_machines_it_is_json(tmp_path: Path, jwks: Path) -> None:
    assert verify(tmp_path, RECEIPT, jwks, "--json").json == {"genuine": True, "kid": KEY.kid, "claims": CLAIMS}
    done = verify(tmp_path, with_part(RECEIPT, 2, bytes(64)), jwks, "--json")
    assert (done.code, done.json["reason"]["code"]) == (1, "signature_invalid")


def test_what_cannot_be_read_is_no_verdict(tmp_path: Path, jwks: Path) -> None:
    assert run("receipt", "verify", tmp_path / "none", "--jwks", jwks).code == 2
    for broken in ("{", "[]", '{"keys": 1}', "[" * 30_000):
        other = tmp_path / "broken.json"
        other.write_text(broken)
        done = verify(tmp_path, RECEIPT, other)
        assert (done.code, "jwks" in done.err, done.out) == (2, True, "")
