"""One tampering after the other, and what is said of it: in which table, which row, and what became of that."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, update

from mandate_registry.canonical import canonical, digest
from mandate_registry.log.log_differences import DifferenceKind
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.retention_entries import BEGINS
from models import TABLES, events, log_commitments, log_entries, log_receipts, receipts
from tests.services.attacks import found
from tests.services.table_owner import change, insert, rewrite, rows_of

pytestmark = pytest.mark.slow
"""The worker that filled the database for the tests of `test_tampering` has it for these."""

UNITS = TABLES["units"]
NEVER = 1000
"""A version that no register came to."""
TOO_DEEP = b'{"kind":' + 5000 * b"[" + 5000 * b"]" + b"}"
NO_MORE = "It does not say any more what the tree has of it."
UNKNOWN = "It is no entry that this release of the registry knows."
NO_ENTRY = f"No entry of the log tells of version {NEVER} of register 1"


def an_entry_is_added_behind_the_last(owner: Connection) -> str:
    last = rows_of(owner, log_entries)[-1]
    added = last["position"] + 1
    insert(owner, log_entries, last | {"position": added})
    return f"entry {added}"


def an_entry_has_another_commitment(owner: Connection) -> str:
    row, content = told(owner, "change")[-1]
    return write(owner, row, content | {"commitment": digest(b"something else")})


def an_entry_is_a_copy_of_an_earlier_one(owner: Connection) -> str:
    (_, earlier), *_, (row, _) = told(owner, "change")
    return write(owner, row, earlier)


def an_entry_has_too_much_in_each_other(owner: Connection) -> str:
    row = told(owner, "change")[-1][0]
    change(owner, log_entries, "entry", row, TOO_DEEP)
    return f"entry {row['position']}"


def the_last_entry_is_a_term_with_too_much_in_each_other(owner: Connection) -> str:
    row = rows_of(owner, log_entries)[-1]
    change(owner, log_entries, "entry", row, BEGINS + TOO_DEEP)
    return f"entry {row['position']}"


def an_entry_has_the_digest_of_another_receipt(owner: Connection) -> str:
    row, content = told(owner, "receipt")[-1]
    return write(owner, row, content | {"sha256": digest(b"something else")})


def a_receipt_is_forged_and_its_entry_with_it(owner: Connection) -> str:
    return forge(owner, "no receipt")


def a_receipt_of_no_organisation_is_forged(owner: Connection) -> str:
    return forge(owner, claiming({"register": "x"}))


def a_receipt_without_an_answer_is_forged_in_a_log_made_anew(owner: Connection) -> str:
    _, content = told(owner, "receipt")[-1]
    kept = next(one for one in rows_of(owner, receipts) if one["id"] == UUID(content["id"]).hex)
    register = {"organisation": content["register"]}
    forge(owner, claiming({"register": register, "check": str(UUID(kept["check_id"]))}))
    rewrite(owner)
    return f"receipt {content['id']}"


def an_entry_has_a_key_revoked_at_another_moment(owner: Connection) -> str:
    row, content = told(owner, "key")[-1]
    return write(owner, row, content | {"at": "2020-01-01T00:00:00Z"})


def a_commitment_is_moved_to_the_entry_of_a_receipt(owner: Connection) -> str:
    row, content = told(owner, "change")[-1]
    its = next(one for one in rows_of(owner, log_commitments) if one["position"] == row["position"])
    change(owner, log_commitments, "position", its, told(owner, "receipt")[0][0]["position"])
    return f"version {content['version']} of the register of {content['register']}"


def a_receipt_is_moved_to_the_entry_of_a_key(owner: Connection) -> str:
    row = rows_of(owner, log_receipts)[0]
    change(owner, log_receipts, "position", row, told(owner, "key")[0][0]["position"])
    return f"receipt {UUID(row['id'])}"


def a_version_is_left_out_of_a_log_made_anew(owner: Connection) -> str:
    """Delete the entry of the last version but one, let all that follows move up, and hash everything again."""
    place = told(owner, "change")[-2][0]["position"]
    for table in (log_entries, log_commitments, log_receipts):
        at = table.c.position
        owner.execute(delete(table).where(at == place))
        owner.execute(update(table).where(at > place).values(position=-at))
        owner.execute(update(table).where(at < 0).values(position=-at - 1))
    rewrite(owner)
    return f"entry {place}"


def a_version_is_told_again(owner: Connection) -> str:
    """Append as the registry does, and let a table of commitments without a key have two of one version."""
    row, content = told(owner, "change")[-1]
    its = next(one for one in rows_of(owner, log_commitments) if one["position"] == row["position"])
    (place,) = open_log(owner).append([content])
    owner.exec_driver_sql("CREATE TABLE without_key AS SELECT * FROM log_commitments")
    owner.exec_driver_sql("DROP TABLE log_commitments")
    owner.exec_driver_sql("ALTER TABLE without_key RENAME TO log_commitments")
    insert(owner, log_commitments, its | {"position": place})
    return f"entry {place}"


def a_unit_is_added_with_a_version_that_never_was(owner: Connection) -> str:
    row = rows_of(owner, UNITS)[0]
    insert(owner, UNITS, row | {"row": NEVER, "known_from": NEVER, "known_until": None})
    return f"row {NEVER} ({row['code']})"


def an_event_is_added_with_a_version_that_never_was(owner: Connection) -> str:
    row = rows_of(owner, events)[0]
    insert(owner, events, row | {"row": NEVER, "version": NEVER})
    return f"row {NEVER} ({row['event']})"


def a_unit_is_ended_with_a_version_that_never_was(owner: Connection) -> str:
    row = next(one for one in rows_of(owner, UNITS) if one["known_until"] is None)
    change(owner, UNITS, "known_until", row, NEVER)
    return f"row {row['row']} ({row['code']})"


TAMPERINGS: list[tuple[Callable[[Connection], str], str, DifferenceKind, str]] = [
    (an_entry_is_added_behind_the_last, "log_entries", DifferenceKind.INSERTED, "The head counts"),
    (an_entry_has_another_commitment, "log_entries", DifferenceKind.CHANGED, NO_MORE),
    (an_entry_is_a_copy_of_an_earlier_one, "log_entries", DifferenceKind.REORDERED, "What stands there was entry"),
    (an_entry_has_too_much_in_each_other, "log_entries", DifferenceKind.CHANGED, UNKNOWN),
    (the_last_entry_is_a_term_with_too_much_in_each_other, "log_entries", DifferenceKind.CHANGED, UNKNOWN),
    (an_entry_has_the_digest_of_another_receipt, "log_entries", DifferenceKind.CHANGED, NO_MORE),
    (a_receipt_is_forged_and_its_entry_with_it, "log_entries", DifferenceKind.CHANGED, NO_MORE),
    (a_receipt_of_no_organisation_is_forged, "log_entries", DifferenceKind.CHANGED, NO_MORE),
    (a_receipt_without_an_answer_is_forged_in_a_log_made_anew, "receipts", DifferenceKind.CHANGED, "not of the check"),
    (an_entry_has_a_key_revoked_at_another_moment, "log_entries", DifferenceKind.CHANGED, NO_MORE),
    (
        a_commitment_is_moved_to_the_entry_of_a_receipt,
        "log_commitments",
        DifferenceKind.INSERTED,
        "tells of no such change",
    ),
    (a_receipt_is_moved_to_the_entry_of_a_key, "log_receipts", DifferenceKind.INSERTED, "tells of no receipt"),
    (a_version_is_left_out_of_a_log_made_anew, "log_entries", DifferenceKind.DELETED, "after version"),
    (a_version_is_told_again, "log_entries", DifferenceKind.INSERTED, "a second time"),
    (a_unit_is_added_with_a_version_that_never_was, "units", DifferenceKind.INSERTED, f"{NO_ENTRY}."),
    (an_event_is_added_with_a_version_that_never_was, "events", DifferenceKind.INSERTED, f"{NO_ENTRY}."),
    (
        a_unit_is_ended_with_a_version_that_never_was,
        "units",
        DifferenceKind.CHANGED,
        f"{NO_ENTRY}, with which it ended.",
    ),
]
"""What is done, which gives the name of the row that is to be found; and what is said: table, kind and detail."""


@pytest.mark.parametrize(
    ("tampering", "table", "kind", "detail"), TAMPERINGS, ids=[tampering.__name__ for tampering, *_ in TAMPERINGS]
)
def test_it_is_found_and_its_row_is_named(
    owner: Connection, tampering: Callable[[Connection], str], table: str, kind: DifferenceKind, detail: str
) -> None:
    with owner.begin_nested() as attack:
        row = tampering(owner)
        difference = found(owner)
        attack.rollback()
    assert difference is not None
    assert (difference.table, difference.row, difference.kind) == (table, row, kind), difference
    assert detail in difference.detail


def told(owner: Connection, kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the entries that tell of one kind of thing, in their order: the row, and what it says."""
    entries = [(row, json.loads(row["entry"])) for row in rows_of(owner, log_entries)]
    return [(row, content) for row, content in entries if content["kind"] == kind]


def forge(owner: Connection, receipt: str) -> str:
    """Put another receipt in the place of the last, and its digest in the entry."""
    row, content = told(owner, "receipt")[-1]
    kept = next(one for one in rows_of(owner, receipts) if one["id"] == UUID(content["id"]).hex)
    change(owner, receipts, "receipt", kept, receipt)
    return write(owner, row, content | {"sha256": digest(receipt.encode())})


def claiming(claims: dict[str, Any]) -> str:
    """Return a receipt that claims this, signed by nobody."""
    return f"e30.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.x"


def write(owner: Connection, row: dict[str, Any], content: dict[str, Any]) -> str:
    """Overwrite an entry of the log, leave the tree as it was, and return the name of the entry."""
    change(owner, log_entries, "entry", row, canonical(content))
    return f"entry {row['position']}"
