"""Whom a demonstration lets in without a password; nobody else ever is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from mandate_registry.services.callers import Caller
from mandate_registry.services.keys import DEMO_MARK
from mandate_registry.services.permissions import Role
from models import api_keys, key_secrets

if TYPE_CHECKING:
    from mandate_registry.services.installation import Installation

_PEOPLE = (
    select(api_keys)
    .join(key_secrets, key_secrets.c.key_id == api_keys.c.id)
    .where(api_keys.c.revoked_at.is_(None), key_secrets.c.prefix.startswith(DEMO_MARK, autoescape=True))
)


def people(installation: Installation) -> dict[Role, Caller]:
    """Give those whose keys this demonstration made, by role; nobody outside demo mode."""
    if not installation.settings.demo:
        return {}
    with installation.reading() as connection:
        rows = connection.execute(_PEOPLE).all()
    found = {Role(row.role): row for row in rows}
    return {role: _caller(role, found[role]) for role in Role if role in found}


def _caller(role: Role, row: Any) -> Caller:
    return Caller((role,), row.organisation, f"demo {role}", row.person)
