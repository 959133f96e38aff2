"""Signing what is told: each receipt becomes an entry of the log in the commit that keeps its question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from joserfc.jwk import Key
from sqlalchemy import Connection, Row, insert

from mandate_registry.canonical import in_camel_case
from mandate_registry.config import RELEASE
from mandate_registry.evidence.private_keys import Algorithm, signing_key
from mandate_registry.evidence.receipts import log_entry, sign
from mandate_registry.log.log_writer import LogWriter, open_log, state_of_log
from mandate_registry.log.signed_notes import as_base64
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.plain_data import to_plain
from mandate_registry.services.checks.check_records import CheckRecord
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.receipt_claims import answer_claims, question_claims
from mandate_registry.services.reply_basis import note_key
from models import log_receipts, receipts


class SignedReceipt(NamedTuple):
    """A receipt, of which check, and of which register (OIN)."""

    jti: UUID
    check: UUID
    register: str
    receipt: str


def sign_before(session: CheckSession, records: Sequence[CheckRecord]) -> list[SignedReceipt]:
    """Sign of a state of the log before the answers are kept: it is not locked for that."""
    with session.installation.reading() as connection:
        return _sign(connection, session, records, *state_of_log(connection))


def sign_and_save(
    connection: Connection, calls: Sequence[tuple[CheckSession, Sequence[CheckRecord]]]
) -> list[list[CheckRecord]]:
    """Sign the answers that are to be signed, of the log as it is; save that, and return the records with receipts.

    The log stays locked until the commit, before which this comes last: all receipts of a commit state one log.
    """
    if not any(one.receipted for _, records in calls for one in records):
        return [list(records) for _, records in calls]
    log = open_log(connection)
    size, root = log.size, log.root
    signed = [_sign(connection, session, records, size, root) for session, records in calls]
    _keep(log, [one for of_call in signed for one in of_call])
    return [with_receipts(records, of_call) for (_, records), of_call in zip(calls, signed, strict=True)]


def _sign(
    connection: Connection, session: CheckSession, records: Sequence[CheckRecord], size: int, root: bytes
) -> list[SignedReceipt]:
    """Sign the answers that are to be signed, of a state of the log; Unavailable when there is no key at hand."""
    to_sign = [(one.request, one.result) for one in records if one.result and one.receipted]
    if not to_sign:
        return []
    key = signing_key(connection, session.installation.private_keys, Algorithm.STATEMENTS, session.moment)
    note_key(key.kid)
    common = _common(session, size, root)
    return [_signed(request, one, session.seen[request.organisation], common, key) for request, one in to_sign]


def save_receipts(connection: Connection, signed: Sequence[SignedReceipt]) -> None:
    """Save receipts that were signed before (`sign_before`), with their entries of the log."""
    if signed:
        _keep(open_log(connection), signed)


def with_receipts(records: Sequence[CheckRecord], signed: Iterable[SignedReceipt]) -> list[CheckRecord]:
    """Return what was asked, each with its receipt."""
    found = {one.check: one.receipt for one in signed}
    return [
        replace(one, result=one.result and replace(one.result, receipt=found.get(one.result.id))) for one in records
    ]


def _common(session: CheckSession, size: int, root: bytes) -> dict[str, Any]:
    """Return what all receipts of a call claim: who tells whom, when, and how the log was before."""
    settings = session.installation.settings
    issuer, moment = settings.public_url, int(session.moment.timestamp())
    state = {"origin": settings.log_origin, "size": size, "root": as_base64(root)}
    return {"iss": issuer, "aud": session.caller.organisation or issuer, "iat": moment, "log": state}


def _signed(
    request: CheckRequest, result: CheckResult, register: Row[Any], common: dict[str, Any], key: Key
) -> SignedReceipt:
    jti, home = uuid4(), request.organisation
    claims = {
        "jti": str(jti),
        "check": str(result.id),
        "question": question_claims(request),
        "answer": answer_claims(result),
        **in_camel_case(to_plain({name: getattr(result, name) for name in ("at", "known_at", "evaluated_at")})),
        "register": {"organisation": home, "version": register.version, "release": RELEASE},
    }
    return SignedReceipt(jti, result.id, home, sign(common | claims, key))


def _keep(log: LogWriter, signed: Sequence[SignedReceipt]) -> None:
    positions = log.append([log_entry(one.register, str(one.jti), one.receipt) for one in signed])
    places = [{"id": one.jti, "position": position} for one, position in zip(signed, positions, strict=True)]
    rows = [{"id": one.jti, "check_id": one.check, "receipt": one.receipt} for one in signed]
    log.connection.execute(insert(log_receipts), places)
    log.connection.execute(insert(receipts), rows)
