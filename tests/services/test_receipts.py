"""Receipts and the log are one commit: by many at once, in a large batch, and when it fails."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, Table, event, func, select
from sqlalchemy.exc import OperationalError

from mandate_registry.canonical import canonical
from mandate_registry.compression import unpacked
from mandate_registry.errors import NotFound, Unavailable
from mandate_registry.evidence.receipts import log_entry
from mandate_registry.log.merkle import grow, leaf_hash, root_of
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.check_store import read_receipt
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof.receipt_verification import find_in_log, verify_receipt
from models import checks, log_entries, log_heads, log_receipts, receipts
from tests.services.concurrency import at_once
from tests.services.town import OIN, QUESTION, Town
from tests.support.receipts import claims_of

PARTNER = "00000009000000000002"
ASKED = replace(QUESTION, purpose="a test")
partner = Caller((Role.PARTNER,), PARTNER, "key 1")


@pytest.fixture
def town(installation: Installation) -> Installation:
    Town.founded(installation)
    agreement = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,))
    create(COMMAND_LINE, installation, "agreements", Draft(OIN, agreement))
    return installation


def entries(installation: Installation) -> list[bytes]:
    with installation.reading() as connection:
        return list(connection.scalars(select(log_entries.c.entry).order_by(log_entries.c.position)))


def count(installation: Installation, *tables: Table) -> list[int]:
    with installation.reading() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def must_fit(installation: Installation, given: list[str]) -> None:
    """Hold receipts against the log: each is one entry, after the state that it names, and the root is of them all."""
    kept = entries(installation)
    roots, peaks = {}, list[bytes]()
    for size, entry in enumerate(kept):
        roots[size] = root_of(peaks)
        list(grow(peaks, size, leaf_hash(entry)))
    with installation.reading() as connection:
        positions = [find_in_log(connection, one) for one in given]
        assert connection.scalar(select(log_heads.c.size)) == len(kept)
    assert len({*positions} - {None}) == len(given)
    for one, position in zip(given, positions, strict=True):
        claims = claims_of(one)
        assert position is not None
        assert kept[position] == canonical(log_entry(OIN, claims["jti"], one))
        assert claims["log"]["size"] <= position
        assert claims["log"]["root"] == _base64(roots[claims["log"]["size"]])


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_many_partners_at_once_each_get_an_entry_of_their_own(town: Installation) -> None:
    asking = [lambda: check(partner, town, ASKED).receipt for _ in range(16)]
    given = [str(one) for one in at_once(*asking)]
    must_fit(town, given)


@pytest.mark.slow
def test_a_large_batch_is_signed_of_one_state_of_the_log(town: Installation) -> None:
    given = [str(told.receipt) for told in check_all(partner, town, [ASKED] * 1000)]
    must_fit(town, given)
    assert len({claims_of(one)["log"]["size"] for one in given}) == 1


def test_what_could_not_be_committed_is_neither_told_nor_logged(town: Installation) -> None:
    before = entries(town)
    event.listen(town.engine, "commit", _fail)
    with pytest.raises(Unavailable):
        check(partner, town, ASKED)
    event.remove(town.engine, "commit", _fail)
    assert (entries(town), count(town, checks, receipts, log_receipts)) == (before, [0, 0, 0])
    must_fit(town, [str(check(partner, town, ASKED).receipt)])


def _fail(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        raise OperationalError("COMMIT", None, Exception("the disk is full"))


def test_a_receipt_goes_with_its_check_and_the_log_still_knows_it(town: Installation) -> None:
    month = replace(town, settings=replace(town.settings, keep_checks=30))
    told = check(partner, month, ASKED)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        with pytest.raises(NotFound):
            read_receipt(partner, month, told.id)
        check(COMMAND_LINE, month, QUESTION)
        assert count(month, receipts, log_receipts) == [0, 1]
        found = verify_receipt(partner, month, str(told.receipt))
    assert (found.genuine, found.log_index) == (True, claims_of(str(told.receipt))["log"]["size"])


def test_who_wants_no_receipt_leaves_none(town: Installation) -> None:
    before = entries(town)
    assert check(partner, town, replace(ASKED, receipt=False)).receipt is None
    assert (entries(town), count(town, receipts, log_receipts)) == (before, [0, 0])


def test_what_is_kept_of_an_answer_is_the_answer_without_its_receipt(town: Installation) -> None:
    check(partner, town, ASKED)
    with town.reading() as connection:
        assert '"receipt"' not in unpacked(connection.scalars(select(checks.c.answer)).one())
