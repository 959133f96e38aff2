"""Whom a demonstration lets in without a password; nobody else ever is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mandate_registry.services.callers import Caller
from mandate_registry.services.identity.api_keys import DEMO_MARK
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import api_keys, key_secrets

LABEL = "demo"
"""What the keys of a demonstration are called."""

_PEOPLE = (
    select(api_keys)
    .join(key_secrets, key_secrets.c.key_id == api_keys.c.id)
    .where(
        api_keys.c.revoked_at.is_(None),
        api_keys.c.label == LABEL,
        key_secrets.c.prefix.startswith(DEMO_MARK, autoescape=True),
    )
    .order_by(api_keys.c.created_at)
)


def people(installation: Installation) -> list[Caller]:
    """Return those whose keys this demonstration made, in the order of the roles; nobody outside demo mode."""
    if not installation.settings.demo:
        return []
    with installation.reading() as connection:
        rows = connection.execute(_PEOPLE).all()
    found = {(row.role, row.person): _caller(Role(row.role), row) for row in rows}
    return [one for role in Role for (its, _), one in found.items() if its == role]


def _caller(role: Role, row: Any) -> Caller:
    return Caller((role,), row.organisation, f"demo {role}", row.person)
