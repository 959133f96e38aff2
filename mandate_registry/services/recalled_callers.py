"""Callers who were found in memory: whether their keys are still good, asked when what they are told is saved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from mandate_registry.errors import Unauthenticated
from models import api_keys, key_secrets
from models.types import Instant

NOT_EXPIRED = or_(key_secrets.c.expires_at.is_(None), key_secrets.c.expires_at > bindparam("moment", type_=Instant))
IS_GOOD = NOT_EXPIRED & api_keys.c.revoked_at.is_(None)
"""The conditions that a secret has not expired at a moment, and that its key was not revoked either."""

_GOOD_AMONG = (
    select(key_secrets.c.digest)
    .join(api_keys, api_keys.c.id == key_secrets.c.key_id)
    .where(key_secrets.c.digest.in_(bindparam("digests", expanding=True)), IS_GOOD)
)


def good_among(connection: Connection, digests: Collection[bytes], moment: datetime) -> set[bytes]:
    """Return those of these digests of which the secret is good at a moment."""
    return set(connection.scalars(_GOOD_AMONG, {"digests": list(digests), "moment": moment})) if digests else set()


def not_valid() -> Unauthenticated:
    """Return the error that tells that a key is nobody's."""
    return Unauthenticated("The key is not valid.")
