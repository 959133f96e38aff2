"""The credentials that were issued: listed, read and revoked, each with where it stands by the register of now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select, update

from mandate_registry.errors import Conflict, NotFound
from mandate_registry.services.callers import Caller
from mandate_registry.services.credentials.power_statements import PowerHolder, power_holder
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.ownership import visible_owner
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.register.loader import Loader
from models import credentials, registers

REVOKED = "It has been revoked already."


class CredentialState(StrEnum):
    """Where a credential stands; all but the last two may follow from the register, and change with it."""

    VALID = "valid"
    INVALID = "invalid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential as it is kept; `text` is there only when it has just been issued."""

    id: UUID
    organisation: str
    employee: str
    position: str | None
    powers: list[dict[str, Any]]
    state: CredentialState
    issued_at: datetime
    issued_by: str
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: str | None
    reason: str | None
    text: str | None = None


def list_credentials(caller: Caller, installation: Installation, wanted: Slice) -> Page[Credential]:
    """Return a page of what was issued, newest first: an employee sees his own."""
    query = _ISSUED.where(
        visible_owner(caller, credentials.c.number), *(registers.c.oin == oin for oin in wanted.filters.values())
    )
    with installation.reading() as connection:
        loader = Loader(connection, None, installation.remembered)

        def make(rows: Sequence[Any]) -> list[Credential]:
            return [_kept(loader, row) for row in rows]

        return page_of(connection, query, credentials, wanted, make, newest_first=True)


def get_credential(caller: Caller, installation: Installation, identity: UUID) -> Credential:
    """Return one; NotFound when there is none that the caller sees."""
    with installation.reading() as connection:
        return read_credential(caller, installation, connection, identity)


def revoke(caller: Caller, installation: Installation, identity: UUID, reason: str = "") -> Credential:
    """Revoke one, for good; Conflict when it has been revoked before."""
    present = get_credential(caller, installation, identity)  # what is refused is refused before anything is locked
    if present.revoked_at:
        raise Conflict(REVOKED)
    with installation.writing() as connection:
        is_good = (credentials.c.id == identity, credentials.c.revoked_at.is_(None))
        values = {"revoked_at": now(), "revoked_by": caller.actor, "reason": reason or None}
        if not connection.execute(update(credentials).where(*is_good).values(values)).rowcount:
            raise Conflict(REVOKED)
        return read_credential(caller, installation, connection, identity)


def is_so(who: PowerHolder, said: Mapping[str, Any]) -> bool:
    """Return whether all that a credential said of an employee is so."""
    return who.position == said["position"] and all(who.still_holds(power) for power in said["powers"])


_ISSUED = select(credentials, registers.c.oin).join(registers, registers.c.id == credentials.c.register_id)


def read_credential(
    caller: Caller, installation: Installation, connection: Connection, identity: UUID, text: str | None = None
) -> Credential:
    """Return one, as `get_credential` does, within a transaction; `text` where it has just been issued."""
    wanted = _ISSUED.where(credentials.c.id == identity, visible_owner(caller, credentials.c.number))
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such credential.")
    return _kept(Loader(connection, None, installation.remembered), row, text)


def _kept(loader: Loader, row: RowMapping, text: str | None = None) -> Credential:
    said = json.loads(row["said"])
    own = ("id", "issued_at", "issued_by", "expires_at", "revoked_at", "revoked_by", "reason")
    return Credential(
        **{name: row[name] for name in own},
        organisation=row["oin"],
        employee=row["number"],
        position=said["position"],
        powers=said["powers"],
        state=_state(loader, row, said),
        text=text,
    )


def _state(loader: Loader, row: RowMapping, said: Mapping[str, Any]) -> CredentialState:
    if row["revoked_at"]:
        return CredentialState.REVOKED
    if row["expires_at"] <= now():
        return CredentialState.EXPIRED
    who = power_holder(loader, row["oin"], row["number"], loader.moment(row["oin"]))
    return CredentialState.VALID if is_so(who, said) else CredentialState.INVALID
