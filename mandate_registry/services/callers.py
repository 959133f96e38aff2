"""Who is calling, and what that caller is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mandate_registry.errors import Forbidden

if TYPE_CHECKING:
    from uuid import UUID


class Role(StrEnum):
    """What a caller is; `docs/security.md` says what each may do."""

    ADMINISTRATOR = "administrator"
    HR = "hr"
    APPROVER = "approver"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a role, within an organisation (OIN; None: the installation itself), by a key.

    `person` says whose key it is: a person stays the same over keys and roles.
    """

    role: Role
    organisation: str | None = None
    key: UUID | None = None
    person: str | None = None

    @property
    def actor(self) -> str:
        """Who it is, as the register keeps it with a change: the person, where the key is one's own."""
        return self.person or self.credential

    @property
    def credential(self) -> str:
        """By what the caller is known: the key."""
        return f"key {self.key}" if self.key else "command line"

    def is_own(self, organisation: str) -> bool:
        """Tell whether the caller sees this organisation's register as its own."""
        return self._has(organisation, Role.HR, Role.APPROVER)

    def must_keep(self, organisation: str) -> None:
        """Refuse a caller who does not keep this organisation's register."""
        if not self._has(organisation, Role.HR):
            raise Forbidden(f"This key does not keep the register of organisation {organisation}.")

    def must_read(self, organisation: str) -> None:
        """Refuse a caller who does not read this organisation's register."""
        if not self.is_own(organisation):
            raise Forbidden(f"This key does not read the register of organisation {organisation}.")

    def narrowed(self, wanted: Any, oin: Any) -> Any:
        """Narrow a selection to the registers that the caller reads; `oin` is its column with the organisation."""
        if self.role is Role.PARTNER:
            raise Forbidden("A partner asks checks; it does not read the register.")
        return wanted if self.role is Role.ADMINISTRATOR else wanted.where(oin == self.organisation)

    def must_approve(self, organisation: str) -> None:
        """Refuse a caller who does not approve what is proposed for this organisation's register."""
        if not self._has(organisation, Role.APPROVER):
            raise Forbidden(f"This key does not approve changes of the register of organisation {organisation}.")

    def must_administer(self) -> None:
        """Refuse a caller who does not administer the installation."""
        if self.role is not Role.ADMINISTRATOR:
            raise Forbidden("Only an administrator of the installation may do this.")

    def _has(self, organisation: str, *roles: Role) -> bool:
        own = self.role in roles and self.organisation == organisation
        return own or self.role is Role.ADMINISTRATOR


COMMAND_LINE = Caller(Role.ADMINISTRATOR)
"""Whoever may start the command line already holds the database."""
