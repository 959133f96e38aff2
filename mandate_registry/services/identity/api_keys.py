"""API keys: each has an id that stays, and secrets of 256 random bits, shown once and kept as a digest."""

from __future__ import annotations

import base64
import hashlib
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, bindparam, exists, insert, or_, select, update

from mandate_registry import COMMAND
from mandate_registry.errors import FieldError, InvalidInput, NotFound, Unsafe
from mandate_registry.rules.findings.findings import KeyInUse
from mandate_registry.rules.notation import OIN
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.recalled_callers import IS_GOOD, NOT_EXPIRED, not_valid
from mandate_registry.services.register.employment import must_work_here
from models import api_keys, key_secrets, registers
from models.types import Instant

MARK = "mr_"
DEMO_MARK = "mr_demo_"
"""With what every secret begins, and one made in demo mode, which is worth nothing elsewhere."""

SHOWN_CHARACTERS = 6
"""How many characters after its mark are kept to recognise a secret by."""

OVERLAP = timedelta(days=7)
"""How long the secrets before it go on to work when a key is rotated, unless somebody says otherwise."""

USE_NOTED_EVERY = timedelta(hours=1)
"""How exactly is noted when a secret was used: a write for each request would be too much."""

RECALLED = timedelta(minutes=1)
"""For how long a caller is recalled before its key is looked up, and its use noted, again."""

_FIND = (
    select(api_keys, key_secrets.c.last_used_at)
    .join(key_secrets, key_secrets.c.key_id == api_keys.c.id)
    .where(key_secrets.c.digest == bindparam("digest"), IS_GOOD)
)
_IN_USE = (
    select(api_keys)
    .where(
        api_keys.c.organisation == bindparam("organisation"),
        api_keys.c.person.is_not(None),
        api_keys.c.created_at <= bindparam("moment", type_=Instant),
        or_(api_keys.c.revoked_at.is_(None), api_keys.c.revoked_at > bindparam("moment", type_=Instant)),
        exists().where(key_secrets.c.key_id == api_keys.c.id, NOT_EXPIRED),
    )
    .order_by(api_keys.c.created_at, api_keys.c.id)
)
_LIST = (
    select(
        api_keys,
        key_secrets.c.prefix,
        key_secrets.c.created_at.label("made_at"),
        key_secrets.c.expires_at,
        key_secrets.c.last_used_at,
    )
    .join(key_secrets, key_secrets.c.key_id == api_keys.c.id)
    .order_by(api_keys.c.created_at, api_keys.c.id, key_secrets.c.created_at)
)
_DEMO_IN_USE = select(
    exists()
    .where(key_secrets.c.prefix.startswith(DEMO_MARK, autoescape=True), NOT_EXPIRED)
    .where(key_secrets.c.key_id == api_keys.c.id, api_keys.c.revoked_at.is_(None))
)


def must_administer(caller: Caller, _: Installation) -> None:
    """Refuse whoever may not make keys, before he fills in a form."""
    caller.must_administer()


def create(  # noqa: PLR0913 - all of this is what a key is
    caller: Caller,
    installation: Installation,
    role: Role,
    organisation: str | None,
    label: str,
    person: str | None = None,
    *,
    expires_at: datetime | None = None,
) -> str:
    """Make a key and return its secret; that cannot be shown again.

    An administrator works for the installation, a partner for any organisation, every other role for one that has a
    register here.
    `person` is whose key it is: several keys of one person are one pair of eyes. A holder is an employee of that
    number. From `expires_at` on the secret is worth nothing.
    """
    caller.must_administer()
    moment, owner = now(), (person or "").strip() or None
    if errors := list(_mistakes(role, organisation, owner, expires_at, moment)):
        raise InvalidInput(*errors)
    with installation.writing() as connection:
        known = connection.scalar(select(registers.c.id).where(registers.c.oin == organisation))
        if organisation and known is None and role is not Role.PARTNER:
            raise InvalidInput(FieldError("organisation", "unknown_code", f"{organisation} has no register here"))
        key, values = uuid4(), {"label": label, "person": owner, "created_at": moment}
        connection.execute(insert(api_keys).values(id=key, role=role.value, organisation=organisation, **values))
        return _add_secret(connection, installation, key, moment, expires_at)


def rotate(caller: Caller, installation: Installation, key: UUID, overlap: timedelta = OVERLAP) -> str:
    """Add a secret to a key; earlier ones end after the overlap. Raises NotFound if the key is not in use.

    The new secret lasts as long as the one before it was meant to, from its making to its end.
    """
    caller.must_administer()
    if overlap < timedelta(0):
        raise InvalidInput(FieldError("overlap", "invalid_value", "is less than nothing"))
    moment = now()
    of_key, made_last = key_secrets.c.key_id == key, key_secrets.c.created_at.desc()
    in_use = select(api_keys.c.id).where(api_keys.c.id == key, api_keys.c.revoked_at.is_(None)).with_for_update()
    newest = select(key_secrets.c.created_at, key_secrets.c.expires_at).where(of_key).order_by(made_last).limit(1)
    end = moment + overlap
    outlasts = or_(key_secrets.c.expires_at.is_(None), key_secrets.c.expires_at > end)
    with installation.writing() as connection:
        if connection.scalar(in_use) is None:
            raise _not_in_use(key)
        last = connection.execute(newest).one()
        connection.execute(update(key_secrets).where(of_key, outlasts).values(expires_at=end))
        expires_at = last.expires_at and moment + (last.expires_at - last.created_at)
        return _add_secret(connection, installation, key, moment, expires_at)


def authenticate(installation: Installation, secret: str) -> Caller:
    """Return the caller to whom a key belongs; Unauthenticated when it is nobody's, mistyped, expired or revoked.

    A key made for a demonstration is nobody's outside demo mode. Departed when its person does not work there now.
    """
    if not _is_whole(secret) or (secret.startswith(DEMO_MARK) and not installation.settings.demo):
        raise not_valid()
    moment, digest = now(), _digest(secret)
    with installation.reading() as connection:
        row = connection.execute(_FIND, {"digest": digest, "moment": moment}).one_or_none()
        if row is None:
            raise not_valid()
        caller = must_work_here(connection, Caller((Role(row.role),), row.organisation, f"key {row.id}", row.person))
    if row.last_used_at is None or row.last_used_at <= moment - USE_NOTED_EVERY:
        used = update(key_secrets).where(key_secrets.c.digest == digest).values(last_used_at=moment)
        installation.write_if_possible(used)
    return caller


def recall(installation: Installation, secret: str) -> Caller:
    """Return the caller to whom a key belonged when this process last looked, RECALLED ago at most; as `authenticate`.

    Whoever answers such a caller asks `good_among` in the transaction that saves the answer. A person is looked up
    each time: he may have left.
    """
    digest, moment = _digest(secret), now()

    def look_up() -> tuple[Caller, datetime]:
        return replace(authenticate(installation, secret), recalled=digest), moment + RECALLED

    def is_good(found: tuple[Caller, datetime]) -> bool:
        return found[0].person is None and moment < found[1] <= moment + RECALLED

    return installation.remembered.get(("key", digest), None, look_up, is_good=is_good)[0]


def list_keys(caller: Caller, installation: Installation) -> list[dict[str, Any]]:
    """Return all keys with their `secrets`, oldest first, without what would let anybody use them."""
    caller.must_administer()
    with installation.reading() as connection:
        rows = connection.execute(_LIST).all()
    return [_listed(list(of_one)) for _, of_one in groupby(rows, itemgetter(0))]


def keys_in_use(connection: Connection, organisation: str, moment: datetime) -> list[KeyInUse]:
    """Return the keys of people of an organisation that were good at a moment, oldest first."""
    asked = {"organisation": organisation, "moment": moment}
    return [KeyInUse(str(row.id), row.label, row.person) for row in connection.execute(_IN_USE, asked)]


def revoke(caller: Caller, installation: Installation, key: UUID) -> None:
    """End a key with all its secrets at once; NotFound when there is no such key in use."""
    caller.must_administer()
    ended = update(api_keys).where(api_keys.c.id == key, api_keys.c.revoked_at.is_(None)).values(revoked_at=now())
    with installation.writing() as connection:
        if not connection.execute(ended).rowcount:
            raise _not_in_use(key)


def must_be_no_demonstration(installation: Installation) -> None:
    """Refuse to serve a database in which demo keys are in use, but in demo mode: Unsafe."""
    with installation.reading() as connection:
        found = connection.scalar(_DEMO_IN_USE, {"moment": now()})
    if found and not installation.settings.demo:
        raise Unsafe(
            f"this database is one of {COMMAND} demo, whose keys are in use: serve another one, or end every key that "
            f"begins with {DEMO_MARK} ({COMMAND} key list, {COMMAND} key revoke ID)"
        )


def _mistakes(
    role: Role, organisation: str | None, person: str | None, expires_at: datetime | None, moment: datetime
) -> Iterator[FieldError]:
    if (role is Role.ADMINISTRATOR) != (organisation is None) or not OIN.fullmatch(organisation or 20 * "0"):
        yield FieldError("organisation", "invalid_value", f"does not go with the role {role}")
    if role is Role.HOLDER and person is None:
        yield FieldError("person", "required", "a holder is an employee: say which, by number")
    if expires_at and expires_at <= moment:
        yield FieldError("expires", "invalid_value", "is in the past")


def _add_secret(
    connection: Connection, installation: Installation, key: UUID, moment: datetime, expires_at: datetime | None
) -> str:
    mark = DEMO_MARK if installation.settings.demo else MARK
    body = mark + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    secret = body + _checksum(body)
    values = {"digest": _digest(secret), "key_id": key, "prefix": secret[: len(mark) + SHOWN_CHARACTERS]}
    connection.execute(insert(key_secrets).values(**values, created_at=moment, expires_at=expires_at))
    return secret


def _listed(rows: list[Row[Any]]) -> dict[str, Any]:
    made = [
        {"prefix": row.prefix, "created_at": row.made_at}
        | {"expires_at": row.expires_at, "last_used_at": row.last_used_at}
        for row in rows
    ]
    return {column.name: getattr(rows[0], column.name) for column in api_keys.c} | {"secrets": made}


def _is_whole(secret: str) -> bool:
    """Return whether a secret is complete by its checksum, before the database is asked."""
    return secret.isascii() and secret.startswith(MARK) and secret[-8:] == _checksum(secret[:-8])


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _not_in_use(key: UUID) -> NotFound:
    return NotFound(f"There is no key {key} in use.")
