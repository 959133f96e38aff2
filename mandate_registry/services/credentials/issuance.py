"""Issuing a credential: an employee's powers, signed for his wallet.

A credential says what is true by the register when it is issued, and its status list whether that is still so. What
each said is kept, without the name; the text of none is.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from mandate_registry.canonical import canonical
from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.evidence.credential_type import NAME, type_metadata
from mandate_registry.evidence.credentials import CredentialEnvelope, SelectivelyDisclosable, credential, holder_key
from mandate_registry.evidence.private_keys import Algorithm, published_keys, signing_key
from mandate_registry.evidence.status_lists import SIZE
from mandate_registry.services.callers import Caller
from mandate_registry.services.credentials.power_statements import PowerHolder, power_holder
from mandate_registry.services.credentials.stored_credentials import Credential, is_so, read_credential
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from models import credentials

MAX_INDEX = SIZE * 3 // 4
"""With how many places taken a list is left for the next: where few are free, drawing one takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRequest:
    """What a credential is asked for: whose (None: the caller's), of which types, for how many days, bound to a key."""

    organisation: str
    decision_types: Sequence[str]
    employee: str | None = None
    shows_limits: bool = False
    holder_key: Mapping[str, str] | None = None
    days: int = 30


def issue(caller: Caller, installation: Installation, wanted: CredentialRequest) -> Credential:
    """Issue a credential of what an employee may decide now.

    It is good for the days asked for, and never beyond the moment until which what it says is known to hold.
    InvalidInput names each type of which he may decide nothing, Forbidden when the caller asks for somebody else's.
    """
    number = _employee_number(caller, wanted)
    key = holder_key(wanted.holder_key) if wanted.holder_key else None
    moment = now()
    with installation.writing() as connection:
        loader = Loader(connection, None, installation.remembered)
        who = power_holder(loader, wanted.organisation, number, loader.moment(wanted.organisation))
        said = _said(who, wanted)
        values = {
            "id": uuid4(),
            "register_id": loader.seen[wanted.organisation].id,
            "number": number,
            "said": canonical(said).decode(),
            "issued_at": moment,
            "issued_by": caller.actor,
            "expires_at": _until(who, said, moment + timedelta(days=wanted.days)),
        }
        listed, place = _take_place(connection, values)
        frame = CredentialEnvelope(
            issuer=installation.settings.public_url,
            type=type_address(installation),
            issued_at=moment,
            expires_at=values["expires_at"],
            status_list=list_address(installation, listed),
            place=place,
            holder_key=key,
        )
        signed_by = signing_key(connection, installation.private_keys, Algorithm.STATEMENTS, moment)
        text = credential(frame, _claims(who, said, shows_limits=wanted.shows_limits), signed_by)
        return read_credential(caller, installation, connection, values["id"], text)


def metadata_of_type(installation: Installation) -> dict[str, Any]:
    """Return what a wallet reads of the type of all credentials (SD-JWT VC, type metadata)."""
    return type_metadata(type_address(installation))


def metadata_of_issuer(installation: Installation) -> dict[str, Any]:
    """Return by which keys credentials are known (SD-JWT VC, issuer metadata)."""
    with installation.reading() as connection:
        keys = published_keys(connection, Algorithm.STATEMENTS)
    return {"issuer": installation.settings.public_url, "jwks": {"keys": keys}}


def type_address(installation: Installation) -> str:
    """Return the address of the type of all credentials, which is its identifier."""
    return f"{installation.settings.public_url}/v1/credential-types/{NAME}"


def list_address(installation: Installation, number: int) -> str:
    """Return the address of a status list."""
    return f"{installation.settings.public_url}/v1/status-lists/{number}"


def _employee_number(caller: Caller, wanted: CredentialRequest) -> str:
    """Return whose powers are asked for, by number; Forbidden when it is not for the caller to ask that."""
    own = caller.person if caller.may_for_self(Right.CARD, wanted.organisation) else None
    number = wanted.employee or own
    if number is None or number != own:
        if own is not None:
            raise Forbidden("An employee asks for his own.", FieldError("employee", "not_oneself", "is somebody else"))
        caller.must(Right.CARD, wanted.organisation)
    if number is None:
        raise InvalidInput(FieldError("employee", "required", "is required: whose powers are these?"))
    return number


def _said(who: PowerHolder, wanted: CredentialRequest) -> dict[str, Any]:
    """Put into words what an employee may decide: his position, and a power for each type."""
    if who.name is None:
        raise InvalidInput(FieldError("employee", "unknown_code", f"{who.number} does not work here"))
    said = {code: who.says(code) for code in dict.fromkeys(wanted.decision_types)}
    missing = [(place, code) for place, code in enumerate(wanted.decision_types) if said[code] is None]
    if missing:
        detail = "{}: the employee may decide nothing of this type at this moment"
        raise InvalidInput(
            *(FieldError(f"decisionTypes.{place}", "no_power", detail.format(code)) for place, code in missing)
        )
    return {"position": who.position, "powers": list(said.values())}


def _until(who: PowerHolder, said: Mapping[str, Any], latest: datetime) -> datetime:
    """Return the first moment at which it is known not to be so any more, the latest being the end."""
    coming = (at for at in who.moments() if at < latest)
    return next((at for at in coming if not is_so(who.later(at), said)), latest)


def _claims(who: PowerHolder, said: Mapping[str, Any], *, shows_limits: bool) -> dict[str, Any]:
    directory = who.register.directory
    holder = {"number": who.number, "name": who.name, "position": said["position"]}
    powers = said["powers"] if shows_limits else [_without_limits(power) for power in said["powers"]]
    return {
        "organisation": {"identifier": directory.oin, "legalName": directory.name(who.at)},
        "holder": {name: SelectivelyDisclosable(value) for name, value in holder.items() if value is not None},
        "powers": [SelectivelyDisclosable(power) for power in powers],
    }


def _without_limits(power: Mapping[str, Any]) -> dict[str, Any]:
    legs = [{name: value for name, value in leg.items() if name != "limits"} for leg in power["legs"]]
    return {**power, "legs": legs}


def _take_place(connection: Connection, values: Mapping[str, Any]) -> tuple[int, int]:
    """Reserve a random free place in the newest status list, so that places do not correlate."""
    newest = select(func.coalesce(func.max(credentials.c.status_list), 1)).scalar_subquery()
    taken = select(newest, func.count()).where(credentials.c.status_list == newest)
    listed, count = connection.execute(taken.select_from(credentials)).one()
    listed = listed + 1 if count >= MAX_INDEX else listed
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insertion = dialect.insert(credentials).on_conflict_do_nothing(index_elements=["status_list", "place"])
    insertion = insertion.returning(credentials.c.place)
    while True:
        place = secrets.randbelow(SIZE)
        if connection.scalar(insertion.values(**values, status_list=listed, place=place)) is not None:
            return listed, place
