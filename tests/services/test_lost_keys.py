"""A lost signing-key file has a way out, and an earlier public address is still this registry's."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from mandate_registry.errors import Conflict, Forbidden, Lack, Unavailable, Unsafe
from mandate_registry.evidence.private_keys import Algorithm, PrivateKeys
from mandate_registry.log.checkpoints import open_checkpoint
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof import log_proofs, signing_keys
from mandate_registry.services.proof.receipt_verification import verify_receipt
from models import log_entries
from tests.services.town import OIN, QUESTION, Town

pytestmark = pytest.mark.either_database

PARTNER = "00000009000000000002"
partner = Caller((Role.PARTNER,), PARTNER, "key 1")


@pytest.fixture
def town(installation: Installation, tmp_path: Path) -> Installation:
    """Return a register that a partner may ask, whose keys are in a file of its own."""
    Town.founded(installation)
    agreement = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,))
    create(COMMAND_LINE, installation, "agreements", Draft(OIN, agreement))
    shutil.copy(str(installation.settings.signing_keys), tmp_path / "own.json")
    return with_file(installation, tmp_path / "own.json")


def with_file(installation: Installation, file: Path) -> Installation:
    settings = replace(installation.settings, signing_keys=file)
    return replace(installation, settings=settings, private_keys=PrivateKeys.of(file))


def receipt(installation: Installation) -> str:
    given = check(partner, installation, replace(QUESTION, purpose="a test")).receipt
    assert given
    return given


def genuine(installation: Installation, text: str) -> str:
    found = verify_receipt(partner, installation, text)
    return "genuine" if found.genuine else str((found.reason or {})["code"])


def entries_of_keys(installation: Installation) -> list[str]:
    with installation.reading() as connection:
        kept = connection.scalars(select(log_entries.c.entry).order_by(log_entries.c.position))
        read = [json.loads(entry) for entry in kept]
    return [entry["action"] for entry in read if entry["kind"] == "key"]


def test_a_lost_file_has_a_way_out(town: Installation, tmp_path: Path) -> None:
    old, waiting = receipt(town), signing_keys.rotate(COMMAND_LINE, town, Algorithm.STATEMENTS)
    lost = with_file(town, tmp_path / "lost.json")
    with pytest.raises(Unsafe, match=rf"is not in {tmp_path}/lost.json.*signing-key recover") as told:
        signing_keys.must_have_keys(lost)
    assert str(told.value).count("(") == len(Algorithm)
    with pytest.raises(Unavailable):
        receipt(lost)
    made, aside = signing_keys.recover(COMMAND_LINE, lost)
    signing_keys.must_have_keys(lost)
    assert (len(made), aside) == (len(Algorithm), None)
    assert [genuine(lost, one) for one in (old, receipt(lost))] == ["genuine", "genuine"]
    keys = {one["kid"]: one["revoked_at"] for one in signing_keys.list_keys(COMMAND_LINE, lost)}
    assert [kid for kid, revoked in keys.items() if revoked] == [waiting]
    assert entries_of_keys(lost) == ["created", "created", "created", "revoked", "created", "created"]
    assert log_proofs.verify_log(COMMAND_LINE, lost, [], lambda _what, _done: None).difference is None
    note = log_proofs.checkpoint(lost)
    assert open_checkpoint(note, log_proofs.verifier_keys(lost)).origin == lost.settings.log_origin
    with time_machine.travel(now() + timedelta(days=2)):
        signing_keys.must_have_keys(lost)
        assert genuine(lost, receipt(lost)) == "genuine"


def test_only_what_is_lost_is_made_anew(town: Installation) -> None:
    with pytest.raises(Conflict, match="Nothing is lost"):
        signing_keys.recover(COMMAND_LINE, town)
    file = town.settings.signing_keys
    assert file
    kept = [key for key in json.loads(file.read_text())["keys"] if key["alg"] == Algorithm.CHECKPOINTS.value]
    file.write_text(json.dumps({"keys": kept}))
    ((made,), _) = signing_keys.recover(COMMAND_LINE, town)
    made_for = {one["kid"]: one["algorithm"] for one in signing_keys.list_keys(COMMAND_LINE, town)}[made]
    assert made_for == Algorithm.STATEMENTS.value
    with pytest.raises(Forbidden):
        signing_keys.recover(partner, town)


def test_what_an_earlier_address_signed_stays_of_this_registry(town: Installation) -> None:
    urls = ["https://first.example", "https://second.example", "https://third.example"]
    moved = [replace(town, settings=replace(town.settings, public_url=url)) for url in urls]
    given = [receipt(one) for one in moved]
    notes = [log_proofs.checkpoint(moved[0])]
    assert [genuine(moved[2], one) for one in given] == ["other_issuer", "other_issuer", "genuine"]
    knows = replace(moved[2], settings=replace(moved[2].settings, earlier_urls=tuple(urls[:2])))
    assert [genuine(knows, one) for one in given] == ["genuine"] * 3
    assert verify_receipt(partner, knows, given[0]).verdict == {
        "code": "same",
        "text": "You relied on a genuine answer; it would be the same today.",
    }
    forged = given[0][:-4] + ("AAAA" if given[0][-4:] != "AAAA" else "BBBB")
    assert genuine(knows, forged) in {"signature_invalid", "malformed"}
    assert all(open_checkpoint(note, log_proofs.verifier_keys(knows)) for note in notes)
    names = [one.name for one in log_proofs.verifier_keys(knows)]
    assert list(dict.fromkeys(names)) == ["third.example/v1/log", "first.example/v1/log", "second.example/v1/log"]


def test_with_keys_that_cannot_be_used_nothing_is_answered_until_they_can(town: Installation) -> None:
    file = town.settings.signing_keys
    assert file
    receipt(town)
    content = file.read_bytes()
    for harmful, mode in ((content, 0o644), (content[:-9], 0o600), (b"", 0o600), (b"[3]", 0o600)):
        file.write_bytes(harmful)
        file.chmod(mode)
        with pytest.raises(Unavailable, match="The keys that sign cannot be used") as told:
            receipt(town)
        assert (told.value.lack, str(file) in str(told.value)) == (Lack.KEY, False)
    file.write_bytes(content)
    receipt(town)
