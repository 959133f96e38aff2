"""API keys: 256 random bits, shown once, kept as a digest."""

from __future__ import annotations

import base64
import hashlib
import secrets
import zlib
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update

from mandate_registry.errors import FieldError, InvalidInput, NotFound, Unauthenticated
from mandate_registry.rules.notation import OIN
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Role
from models import api_keys, registers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mandate_registry.services.installation import Installation

MARK = "mr_"
SHOWN = len(MARK) + 6
_FIND = select(api_keys.c.id, api_keys.c.role, api_keys.c.organisation, api_keys.c.person).where(
    api_keys.c.digest == bindparam("digest"), api_keys.c.revoked_at.is_(None)
)


def create(
    caller: Caller,
    installation: Installation,
    role: Role,
    organisation: str | None,
    label: str,
    person: str | None = None,
) -> str:
    """Make a key and give it; it cannot be shown again.

    An administrator works for the installation, a partner for any organisation, every other role for one that has a
    register here.
    `person` is whose key it is: several keys of one person are one pair of eyes.
    """
    caller.must_administer()
    if (role is Role.ADMINISTRATOR) != (organisation is None) or not OIN.fullmatch(organisation or 20 * "0"):
        raise InvalidInput(FieldError("organisation", "invalid_value", f"does not go with the role {role}"))
    key, whose = _new_key(), (person or "").strip() or None
    with installation.writing() as connection:
        known = connection.scalar(select(registers.c.id).where(registers.c.oin == organisation))
        if organisation and known is None and role is not Role.PARTNER:
            raise InvalidInput(FieldError("organisation", "unknown_code", f"{organisation} has no register here"))
        values = {"id": uuid4(), "digest": _digest(key), "prefix": key[:SHOWN], "label": label, "created_at": now()}
        connection.execute(insert(api_keys).values(role=role.value, organisation=organisation, person=whose, **values))
    return key


def authenticate(installation: Installation, key: str) -> Caller:
    """Give the caller to whom a key belongs; Unauthenticated when it is nobody's, mistyped or revoked."""
    if not _is_whole(key):
        raise Unauthenticated("The key is not valid.")
    with installation.reading() as connection:
        row = connection.execute(_FIND, {"digest": _digest(key)}).one_or_none()
    if row is None:
        raise Unauthenticated("The key is not valid.")
    return Caller((Role(row.role),), row.organisation, f"key {row.id}", row.person)


def list_keys(caller: Caller, installation: Installation) -> list[Mapping[str, Any]]:
    """Give all keys, without what would let anybody use them."""
    caller.must_administer()
    columns = [column for column in api_keys.c if column is not api_keys.c.digest]
    with installation.reading() as connection:
        return [dict(row) for row in connection.execute(select(*columns).order_by(api_keys.c.created_at)).mappings()]


def revoke(caller: Caller, installation: Installation, key: UUID) -> None:
    """End a key at once; NotFound when there is no such key in use."""
    caller.must_administer()
    ended = update(api_keys).where(api_keys.c.id == key, api_keys.c.revoked_at.is_(None)).values(revoked_at=now())
    with installation.writing() as connection:
        if not connection.execute(ended).rowcount:
            raise NotFound(f"There is no key {key} in use.")


def _new_key() -> str:
    body = MARK + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    return body + _checksum(body)


def _is_whole(key: str) -> bool:
    """Tell a mistyped key, or one cut short, from a whole one before the database is asked."""
    return key.isascii() and key.startswith(MARK) and key[-8:] == _checksum(key[:-8])


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
