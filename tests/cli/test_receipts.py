"""`receipt verify` checks a receipt offline, without a database, and says it in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mandate_registry.canonical import canonical
from mandate_registry.evidence.private_keys import Algorithm, make_key
from mandate_registry.evidence.receipts import log_entry, sign
from mandate_registry.log.checkpoints import CarriedProof, Checkpoint
from mandate_registry.log.merkle import leaf_hash, node_hash
from mandate_registry.log.signed_notes import Verifier
from tests.cli.support import Done, run, run_process
from tests.support.receipts import with_part
from tests.support.sample_receipt import CLAIMS, KEY, PUBLIC, RECEIPT


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


def test_a_confirmed_condition_is_told_as_stated_by_the_asker(tmp_path: Path, jwks: Path) -> None:
    condition = {"id": "b1946ac92492", "text": "Na advies.", "mandate": None}
    for stated in ({"statedByAsker": True}, {"statedByAsker": False}):
        answer = CLAIMS["answer"] | {"conditions": [condition | stated]}
        done = verify(tmp_path, sign(CLAIMS | {"answer": answer}, KEY), jwks)
        assert done.code == 0
        assert ("condition     Na advies. - stated by the asker" in done.out) is bool(stated["statedByAsker"])


def test_what_was_only_expected_is_said_beside_the_answer(tmp_path: Path, jwks: Path) -> None:
    claims = CLAIMS | {"at": "2026-04-15T12:30:02Z"}
    words = f"but           only as expected at {CLAIMS['knownAt']}"
    assert words in verify(tmp_path, sign(claims, KEY), jwks).out
    assert words not in verify(tmp_path, RECEIPT, jwks).out


def test_what_was_no_longer_so_when_it_was_signed_is_said_beside_the_answer(tmp_path: Path, jwks: Path) -> None:
    then, words = {"knownAt": "2026-04-15T12:30:00Z"}, "but           only as known at 2026-04-15T12:30:00Z"
    for differs, moments, is_said in [(True, then, True), (False, then, False), (None, then, False), (True, {}, False)]:
        claims = CLAIMS | moments | {"answer": CLAIMS["answer"] | {"differsFromThen": differs}}
        assert (words in verify(tmp_path, sign(claims, KEY), jwks).out) is is_said, (differs, moments)


def test_a_receipt_by_another_key_is_not_genuine(tmp_path: Path, jwks: Path) -> None:
    done = verify(tmp_path, sign(CLAIMS, make_key(Algorithm.STATEMENTS)), jwks)
    assert (done.code, done.out.splitlines()[0]) == (1, "NOT GENUINE")
    assert "No key that is known here signed this receipt" in done.out
    assert "authorised" not in done.out


def test_for_machines_it_is_json(tmp_path: Path, jwks: Path) -> None:
    assert verify(tmp_path, RECEIPT, jwks, "--json").json == {"genuine": True, "kid": KEY.kid, "claims": CLAIMS}
    done = verify(tmp_path, with_part(RECEIPT, 2, bytes(64)), jwks, "--json")
    assert (done.code, done.json["reason"]["code"]) == (1, "signature_invalid")


def test_what_cannot_be_read_is_no_verdict(tmp_path: Path, jwks: Path) -> None:
    # click opens files before a command begins, and leaves it to the end of the process to close them
    assert run_process("receipt", "verify", tmp_path / "none", "--jwks", jwks).code == 2
    for broken in ("{", "[]", '{"keys": 1}', "[" * 30_000):
        other = tmp_path / "broken.json"
        other.write_text(broken)
        done = verify(tmp_path, RECEIPT, other)
        assert (done.code, "jwks" in done.err, done.out) == (2, True, "")


LOG_KEY = Ed25519PrivateKey.generate()
ORIGIN = "register.example/v1/log"
VERIFIER = Verifier(ORIGIN, LOG_KEY.public_key().public_bytes_raw())
LEAF = leaf_hash(canonical(log_entry(CLAIMS["register"]["organisation"], CLAIMS["jti"], RECEIPT)))
BEFORE = leaf_hash(b"an entry before it")


def proof(folder: Path, before: bytes = BEFORE) -> Path:
    """Write the proof that the receipt is the second of two entries."""
    note = Checkpoint(ORIGIN, 2, node_hash(BEFORE, LEAF)).signed(LOG_KEY)
    file = folder / "receipt.tlog-proof"
    file.write_text(str(CarriedProof(1, [before], note)))
    return file


def test_a_proof_shows_that_the_log_has_it(tmp_path: Path, jwks: Path) -> None:
    done = verify(tmp_path, RECEIPT, jwks, "--proof", str(proof(tmp_path)), "--log-key", str(VERIFIER))
    assert (done.code, done.err) == (0, "")
    assert f"entry 1, by checkpoint 2 of {ORIGIN}" in done.out


def test_what_the_log_has_is_genuine_also_when_its_key_has_left_the_set(tmp_path: Path, jwks: Path) -> None:
    jwks.write_text(json.dumps({"keys": []}))
    options = ("--proof", str(proof(tmp_path)), "--log-key", str(VERIFIER), "--json")
    assert verify(tmp_path, RECEIPT, jwks, "--json").json["reason"]["code"] == "key_unknown"
    assert verify(tmp_path, RECEIPT, jwks, *options).json["log"] == {"origin": ORIGIN, "size": 2, "index": 1}


@pytest.mark.parametrize(
    "wrong", ["another entry before it", "another key of the log", "no key of the log", "another receipt"]
)
def test_a_proof_that_does_not_show_it_is_no_proof(tmp_path: Path, jwks: Path, wrong: str) -> None:
    file = proof(tmp_path, leaf_hash(b"x") if wrong == "another entry before it" else BEFORE)
    other = Verifier(ORIGIN, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    keys = {"another key of the log": [other], "no key of the log": []}.get(wrong, [VERIFIER])
    receipt = sign({**CLAIMS, "iat": 1}, KEY) if wrong == "another receipt" else RECEIPT
    options = [text for key in keys for text in ("--log-key", str(key))]
    done = verify(tmp_path, receipt, jwks, "--proof", str(file), *options, "--json")
    assert (done.code, done.json["reason"]["code"]) == (1, "not_logged")
