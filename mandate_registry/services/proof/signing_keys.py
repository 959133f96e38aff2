"""Making, rotating and revoking the keys that sign. The log tells of each: none is slipped in, or away, unseen."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from mandate_registry import COMMAND
from mandate_registry.errors import Conflict, FieldError, InvalidInput, NotFound, Unavailable, Unsafe
from mandate_registry.evidence.private_keys import Algorithm, make_key, published_keys, signer_at
from mandate_registry.log.key_entries import CREATED, REVOKED, entry_of_key
from mandate_registry.log.log_writer import open_log
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation, now
from models import signing_keys
from models.types import Instant

ROTATION_LEAD = timedelta(days=1)
"""How long a new key is published before it signs, unless somebody says otherwise: for so long others keep a set."""

_WAITING = (
    select(signing_keys.c.kid)
    .where(signing_keys.c.revoked_at.is_(None), signing_keys.c.signs_from > bindparam("moment", type_=Instant))
    .order_by(signing_keys.c.signs_from, signing_keys.c.kid)
)


def create(caller: Caller, installation: Installation) -> list[str]:
    """Make the keys of an installation that has none, one for each algorithm, and give their ids.

    Conflict when it has keys already: those are rotated.
    """
    caller.must_administer()
    moment = now()
    with installation.writing() as connection:
        if connection.scalar(select(signing_keys.c.kid).limit(1)):
            raise Conflict(
                f"There are keys already: rotate them, or run {COMMAND} signing-key recover if they are lost."
            )
        return [_make(connection, installation, algorithm, moment, moment) for algorithm in Algorithm]


def rotate(caller: Caller, installation: Installation, algorithm: Algorithm, lead: timedelta = ROTATION_LEAD) -> str:
    """Make a new key, which is published now and signs after the lead; what the ones before it signed stays good."""
    caller.must_administer()
    if lead < timedelta(0):
        raise InvalidInput(FieldError("lead", "invalid_value", "is less than nothing"))
    moment = now()
    with installation.writing() as connection:
        return _make(connection, installation, algorithm, moment, moment + lead)


class RecoveredKeys(NamedTuple):
    """The ids of the keys that were made, and what a damaged file is called now; None where there was none."""

    kids: list[str]
    aside: Path | None


def recover(caller: Caller, installation: Installation) -> RecoveredKeys:
    """Make keys in the place of those whose private half is lost, which sign at once.

    All in a damaged file are lost: it is set aside, and the new ones are in a file of its name. What the lost ones
    signed stays good: their public halves stay published. One of them that was still to sign is revoked, for it signed
    nothing. Conflict when nothing is lost.
    """
    caller.must_administer()
    moment = now()
    with installation.writing() as connection:
        lost = [one for one in Algorithm if _lost(connection, installation, one, moment)]
        waiting = [kid for kid in connection.scalars(_WAITING, {"moment": moment}) if not _has(installation, kid)]
        if not lost and not waiting:
            raise Conflict("Nothing is lost: the private keys that sign are all at hand.")
        aside = installation.private_keys.set_aside_if_damaged()
        for kid in waiting:
            _revoke(connection, kid, moment)
        return RecoveredKeys([_make(connection, installation, one, moment, moment) for one in lost], aside)


def revoke(caller: Caller, installation: Installation, kid: str) -> None:
    """Revoke a key that somebody else may hold: from now on nothing is good by its signature alone.

    NotFound when no such key is in use.
    """
    caller.must_administer()
    with installation.writing() as connection:
        _revoke(connection, kid, now())


def list_keys(caller: Caller, installation: Installation) -> list[dict[str, Any]]:
    """Return what is public of all keys, oldest first."""
    caller.must_administer()
    wanted = select(signing_keys).order_by(signing_keys.c.created_at, signing_keys.c.algorithm, signing_keys.c.kid)
    with installation.reading() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def published_set(installation: Installation) -> list[dict[str, Any]]:
    """Return the public keys with which receipts are checked, for everybody: also those that do not sign yet."""
    with installation.reading() as connection:
        return published_keys(connection, Algorithm.STATEMENTS)


def must_have_keys(installation: Installation) -> None:
    """Refuse to serve without the keys that sign: Unsafe."""
    with installation.reading() as connection:
        if connection.scalar(select(signing_keys.c.kid).where(signing_keys.c.revoked_at.is_(None)).limit(1)) is None:
            raise Unsafe(f"there are no keys to sign receipts with: run {COMMAND} signing-key create")
        lost = [kid for one in Algorithm if (kid := _lost(connection, installation, one, now()))]
    if lost:
        file = installation.settings.signing_keys or "the file of MANDATES_SIGNING_KEYS, which is not set"
        is_damaged = installation.private_keys.is_damaged()
        what = f"{file} is damaged" if is_damaged else f"the private half of {' and of '.join(lost)} is not in {file}"
        raise Unsafe(f"{what}: put the copy of that file back, or, if it is lost, run {COMMAND} signing-key recover")


def _lost(connection: Connection, installation: Installation, algorithm: Algorithm, moment: datetime) -> str | None:
    """Return what should sign at a moment, and is not at hand."""
    kid = signer_at(connection, algorithm, moment)
    if kid is None:
        return f"a key ({algorithm.value})"
    return None if _has(installation, kid) else f"key {kid} ({algorithm.value})"


def _has(installation: Installation, kid: str) -> bool:
    try:
        installation.private_keys.find(kid)
    except Unavailable:
        return False
    return True


def _revoke(connection: Connection, kid: str, moment: datetime) -> None:
    is_good = (signing_keys.c.kid == kid, signing_keys.c.revoked_at.is_(None))
    if not connection.execute(update(signing_keys).where(*is_good).values(revoked_at=moment)).rowcount:
        raise NotFound(f"There is no key {kid} in use.")
    open_log(connection).append([entry_of_key(REVOKED, {"kid": kid, "revoked_at": moment})])


def _make(
    connection: Connection, installation: Installation, algorithm: Algorithm, moment: datetime, signs_from: datetime
) -> str:
    """Save a new key and return its id. The private half is saved first: without the public half it is unused."""
    key = make_key(algorithm)
    installation.private_keys.add(key)
    public, kid = json.dumps(key.as_dict(private=False)), str(key.kid)
    row: dict[str, Any] = {"kid": kid, "algorithm": algorithm.value, "public_key": public}
    row |= {"created_at": moment, "signs_from": signs_from}
    connection.execute(insert(signing_keys), row)
    open_log(connection).append([entry_of_key(CREATED, row)])
    return kid
