"""Who is calling, and how far what he may do reaches."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mandate_registry.errors import Forbidden
from mandate_registry.services.permissions import PERMISSIONS, Reach, Right, Role
from mandate_registry.services.reply_basis import note_lists, note_right


class Channel(StrEnum):
    """By which way a call came in."""

    API = "api"
    COMMAND_LINE = "command-line"
    PAGES = "pages"
    CARD = "card"
    """Somebody, who need not be known, was shown a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """To which trace a call belongs (W3C Trace Context): `parent` is the span that called, None when none said so."""

    trace_id: str
    span_id: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: by roles, within an organisation (OIN; None: the installation itself).

    `credential` is by what the caller is known, such as a key; `person` is whose that is: a person stays the same over
    credentials and roles. `recalled` is the digest of the key of a caller who was found in memory: whoever saves what
    he is told looks it up again (`recalled_callers.good_among`).
    """

    roles: Collection[Role]
    organisation: str | None = None
    credential: str = "command line"
    person: str | None = None
    channel: Channel = Channel.API
    trace: Trace | None = None
    recalled: bytes | None = None

    @property
    def actor(self) -> str:
        """Who it is, as the register keeps it with a change: the person, where the credential is one's own."""
        return self.person or self.credential

    @property
    def is_employee(self) -> bool:
        """Return whether it is known as an employee, by number, of an organisation that it may ask about himself."""
        home = self.organisation
        return home is not None and (
            self.may_for_self(Right.SEARCH, home) or (self.person is not None and self.may(Right.SEARCH, home))
        )

    def may(self, right: Right, organisation: str) -> bool:
        """Return whether a right reaches all of an organisation."""
        return self.may_anywhere(right) or (organisation == self.organisation and self._reaches(right, Reach.OWN))

    def may_anywhere(self, right: Right) -> bool:
        """Return whether a right reaches every organisation."""
        return self._reaches(right, Reach.ANY)

    def may_for_self(self, right: Right, organisation: str) -> bool:
        """Return whether a right reaches the caller himself, as an employee of an organisation."""
        return self.person is not None and organisation == self.organisation and self._reaches(right, Reach.SELF)

    def may_as_partner(self, right: Right, organisation: str) -> bool:
        """Return whether a right reaches another organisation, as far as that one agreed."""
        return organisation != self.organisation and self._reaches(right, Reach.AGREED)

    def must(self, right: Right, organisation: str) -> None:
        """Refuse a caller whose right does not reach all of an organisation."""
        if not self.may(right, organisation):
            raise Forbidden(f"This caller has no right to {right} in the register of organisation {organisation}.")

    def has(self, right: Right) -> bool:
        """Return whether a right reaches anything at all."""
        return any(PERMISSIONS[right][role] for role in self.roles)

    def must_administer(self) -> None:
        """Refuse a caller who does not administer the installation."""
        if not self.may_anywhere(Right.ADMINISTER):
            raise Forbidden("Only an administrator of the installation may do this.")

    def narrowed(self, wanted: Any, oin: Any, right: Right = Right.READ) -> Any:
        """Narrow a selection to the registers that a right reaches; `oin` is its column with the organisation."""
        if self.may_anywhere(right):
            note_lists(None)
            return wanted
        if not self._reaches(right, Reach.OWN):
            raise Forbidden(f"This caller has no right to {right} a register.")
        note_lists(self.organisation)
        return wanted.where(oin == self.organisation)

    def still_has(self, right: Right, reach: Reach) -> bool:
        """Return whether a right that was used reaches as far as it did, or farther."""
        return self._reaches(right, reach) or self._reaches(right, Reach.ANY)

    def _reaches(self, right: Right, reach: Reach) -> bool:
        found = any(reach in PERMISSIONS[right][role] for role in self.roles)
        if found:
            note_right(right, reach)
        return found


COMMAND_LINE = Caller((Role.ADMINISTRATOR,), channel=Channel.COMMAND_LINE)
"""Whoever may start the command line already holds the database."""
