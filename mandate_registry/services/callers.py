"""Who is calling, and what that caller is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mandate_registry.errors import Forbidden

if TYPE_CHECKING:
    from uuid import UUID


class Role(StrEnum):
    """What a caller is; `docs/security.md` says what each may do."""

    ADMINISTRATOR = "administrator"
    HR = "hr"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a role, within an organisation (OIN; None: the installation itself), by a key."""

    role: Role
    organisation: str | None = None
    key: UUID | None = None

    def is_own(self, organisation: str) -> bool:
        """Tell whether the caller sees this organisation's register as its own."""
        if self.role is Role.ADMINISTRATOR:
            return True
        return self.role is Role.HR and self.organisation == organisation

    def must_keep(self, organisation: str) -> None:
        """Refuse a caller who does not keep this organisation's register."""
        if not self.is_own(organisation):
            raise Forbidden(f"This key does not keep the register of organisation {organisation}.")


COMMAND_LINE = Caller(Role.ADMINISTRATOR)
"""Whoever may start the command line already holds the database."""
