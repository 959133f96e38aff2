"""Status lists: for everybody, whether a credential is still good, by the register as it is at this moment.

Nothing is written when a register changes. What follows from it is worked out when it is asked for, and remembered
until the register has another version, a credential is issued or revoked, or a moment comes at which it could change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from mandate_registry.errors import NotFound
from mandate_registry.evidence.private_keys import Algorithm, signing_key
from mandate_registry.evidence.status_lists import compressed, status_list_token
from mandate_registry.services.credentials.issuance import list_address
from mandate_registry.services.credentials.power_statements import power_holders
from mandate_registry.services.credentials.stored_credentials import is_so
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.register.loader import Loader, moment_of
from mandate_registry.services.register.version_state import STATE
from models import credentials, registers
from models.types import Instant

TTL = 60
"""For how many seconds others may keep a list."""

CACHE_MARGIN = timedelta(days=1)
"""How long after its end a credential still has its mark, for clocks that are slow."""

AGES = timedelta(days=1)
"""For how long a part is remembered where no moment is known at which it changes."""

_PARTS = (
    select(
        registers.c.id,
        registers.c.oin,
        registers.c.version,
        registers.c.changed_at,
        STATE,
        func.max(credentials.c.issued_at).label("issued"),
        func.max(credentials.c.row).label("newest"),
        func.max(credentials.c.revoked_at).label("ended"),
        func.count(credentials.c.revoked_at).label("revoked"),
    )
    .join(registers, registers.c.id == credentials.c.register_id)
    .where(credentials.c.status_list == bindparam("listed"))
    .group_by(registers.c.id, registers.c.oin, registers.c.version, registers.c.changed_at)
    .order_by(registers.c.id)
)
_LIVE = select(credentials).where(
    credentials.c.status_list == bindparam("listed"),
    credentials.c.register_id == bindparam("register"),
    credentials.c.expires_at > bindparam("since", type_=Instant),
)


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A status list as everybody may have it: signed, and for how many seconds it may be kept."""

    token: str
    lasts: int


@dataclass(frozen=True, slots=True)
class ListPart:
    """The credentials of one register in one list: the places of those that are not good, until a moment."""

    invalid: frozenset[int]
    until: datetime


def status_list(installation: Installation, number: int) -> PublishedList:
    """Return a status list as it is at this moment; NotFound when there is none of this number."""
    with installation.reading() as connection:
        moment = now()
        found = connection.execute(_PARTS, {"listed": number}).all()
        if not found:
            raise NotFound("There is no such status list.")
        parts = [_part(connection, installation, number, row, moment) for row in found]
        key = signing_key(connection, installation.private_keys, Algorithm.STATEMENTS, moment)
    until = min(part.until for part in parts)
    lasts = max(1, min(TTL, int((until - moment).total_seconds())))
    content = compressed(place for part in parts for place in part.invalid)
    return PublishedList(status_list_token(list_address(installation, number), content, moment, lasts, key), lasts)


def _part(connection: Connection, installation: Installation, number: int, row: Row[Any], moment: datetime) -> ListPart:
    version = (row.version, row.state, row.issued, row.newest, row.ended, row.revoked)
    make = partial(_compute_part, connection, installation, number, row, moment)
    name = ("status list", number, row.id)
    return installation.remembered.get(name, version, make, is_good=lambda part: moment < part.until)


def _compute_part(
    connection: Connection, installation: Installation, number: int, row: Row[Any], moment: datetime
) -> ListPart:
    """Hold every credential of a register against what the register says."""
    values = {"listed": number, "register": row.id, "since": moment - CACHE_MARGIN}
    live = connection.execute(_LIVE, values).all()
    invalid = {one.place for one in live if one.revoked_at}
    of_employee: dict[str, list[Row[Any]]] = defaultdict(list)
    for one in live:
        of_employee[one.number].append(one)
    coming = [moment + AGES]
    loader = Loader(connection, None, installation.remembered)
    for who in power_holders(loader, row.oin, set(of_employee), moment_of([row], moment)):
        invalid |= {one.place for one in of_employee[who.number] if not is_so(who, json.loads(one.said))}
        coming += who.moments()[:1]
    return ListPart(frozenset(invalid), min(coming))
