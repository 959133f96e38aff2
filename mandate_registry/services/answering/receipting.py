"""Signing what is told: each receipt becomes an entry of the log in the commit that keeps its question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import insert

from mandate_registry.config import RELEASE
from mandate_registry.evidence.receipts import log_entry, sign
from mandate_registry.evidence.signing import Algorithm, signing_key
from mandate_registry.log.appending import open_log
from mandate_registry.log.notes import as_base64
from mandate_registry.services.answering.stating import answer_in, stated
from models import log_receipts, receipts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from joserfc.jwk import Key
    from sqlalchemy import Connection, Row

    from mandate_registry.config import Settings
    from mandate_registry.log.appending import OpenLog
    from mandate_registry.services.answering.asked import Asked
    from mandate_registry.services.answering.asking import CheckRequest
    from mandate_registry.services.answering.disclosure import Told
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation


class _Signed(NamedTuple):
    """A receipt, of which check, and of which register (OIN)."""

    jti: UUID
    check: str
    register: str
    receipt: str


def with_receipts(
    connection: Connection,
    installation: Installation,
    caller: Caller,
    asked: Sequence[Asked],
    moment: datetime,
    seen: Mapping[str, Row[Any]],
) -> list[Asked]:
    """Sign the answers that are to be signed, keep them with their entries of the log, and give what was asked.

    The log stays locked until the commit, before which this comes last. Unavailable when there is no key at hand.
    """
    if not any(one.receipted for one in asked):
        return list(asked)
    key = signing_key(connection, installation.private_keys, Algorithm.STATEMENTS, moment)
    log = open_log(connection)
    common = _common(installation.settings, caller, moment, log)
    signed = [
        _signed(one.request, one.told, seen[one.request.organisation], common, key)
        for one in asked
        if one.told and one.receipted
    ]
    _keep(log, signed)
    found = {one.check: one.receipt for one in signed}
    return [replace(one, told=one.told and replace(one.told, receipt=found.get(one.told.id))) for one in asked]


def _common(settings: Settings, caller: Caller, moment: datetime, log: OpenLog) -> dict[str, Any]:
    """Give what all receipts of a call claim: who tells whom, when, and how the log was before."""
    issuer = settings.public_url
    state = {"origin": settings.log_origin, "size": log.size, "root": as_base64(log.root)}
    return {"iss": issuer, "aud": caller.organisation or issuer, "iat": int(moment.timestamp()), "log": state}


def _signed(request: CheckRequest, told: Told, register: Row[Any], common: Mapping[str, Any], key: Key) -> _Signed:
    jti, home = uuid4(), request.organisation
    claims = {
        "jti": str(jti),
        "check": told.id,
        "question": stated(request),
        "answer": answer_in(told),
        "at": told.at,
        "knownAt": told.known_at,
        "evaluatedAt": told.evaluated_at,
        "register": {"organisation": home, "version": register.version, "release": RELEASE},
    }
    return _Signed(jti, told.id, home, sign({**common, **claims}, key))


def _keep(log: OpenLog, signed: Sequence[_Signed]) -> None:
    positions = log.append([log_entry(one.register, str(one.jti), one.receipt) for one in signed])
    places = [{"id": one.jti, "position": position} for one, position in zip(signed, positions, strict=True)]
    rows = [{"id": one.jti, "check_id": UUID(one.check), "receipt": one.receipt} for one in signed]
    log.connection.execute(insert(log_receipts), places)
    log.connection.execute(insert(receipts), rows)
