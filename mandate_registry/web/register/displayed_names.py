"""How facts are written for a reader: codes by the names that they have at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, Vat
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import gettext as _
from mandate_registry.web.terms import BASES, OWN_FIELDS


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with a tone: good, bad, partly or plain."""

    text: str
    tone: str

    def __str__(self) -> str:
        """Return the word."""
        return self.text


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a mandate states it."""

    value: Decimal
    currency: str
    vat: Vat | None = None

    def __str__(self) -> str:
        """Write it as files do."""
        return f"{self.value:.2f}"

    @property
    def basis(self) -> str:
        """The words for its VAT basis, if that is worth saying."""
        return str(BASES[self.vat]) if self.vat not in (None, Vat.NONE) else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere."""

    text: str
    href: str

    def __str__(self) -> str:
        """Return the text."""
        return self.text


@dataclass(frozen=True, slots=True)
class DisplayedNames:
    """The names of one organisation's codes at a moment, in the language of the reader (`lang`)."""

    directory: Directory
    at: datetime
    lang: str

    def position(self, code: str | None) -> str:
        """Name a position; by its code when it is none then."""
        found = self.directory.position(code, self.at) if code else None
        return found.title if found else code or ""

    def unit(self, code: str | None) -> str:
        """Name a unit, or what stands for one's own."""
        if code in OWN_FIELDS:
            return str(OWN_FIELDS[code])
        found = self.directory.unit(code, self.at) if code else None
        return found.name if found else code or ""

    def body(self, code: str | None) -> str:
        """Name a body."""
        found = self.directory.body(code, self.at) if code else None
        return found.name if found else code or ""

    def person(self, number: str) -> str:
        """Name an employee, with the number by which namesakes are told apart."""
        name = self.directory.name_of(number, self.at)
        return f"{name} ({number})" if name else number

    def decision_type(self, code: str) -> str:
        """Name a decision type; in Dutch where it has no English title."""
        if code == EVERY_TYPE:
            return _("everything that is not excepted")
        found = self.directory.decision_type(code, self.at)
        if found is None:
            return code
        return (self.lang == "en" and found.title_en) or found.title_nl

    def decision_types(self, codes: Iterable[str]) -> list[str]:
        """Name decision types."""
        return [self.decision_type(code) for code in codes]

    def reservation(self, reservation: Reservation, currency: str) -> str:
        """Return what is reserved, and from which amount."""
        title = self.decision_type(reservation.code)
        if reservation.threshold is None:
            return title
        amount = Formatter(self.lang).amount(reservation.threshold, currency)
        return _("%(title)s, from %(amount)s", title=title, amount=amount)

    def seat(self, seat: Seat) -> str:
        """Return who fills a seat, in words."""
        elsewhere = seat.organisation is not None
        person = (seat.employee if elsewhere else self.person(seat.employee)) if seat.employee else ""
        position = (seat.position or "") if elsewhere else self.position(seat.position)
        text = self._text(seat, position, person or "")
        return _("%(seat)s of organisation %(oin)s", seat=text, oin=seat.organisation) if elsewhere else text

    def seats(self, seats: Iterable[Seat]) -> str:
        """Return who fill the seats together, in words."""
        together = _("together with")
        return f" {together} ".join(map(self.seat, seats))

    def _text(self, seat: Seat, position: str, person: str) -> str:
        if seat.position and seat.employee:
            return _("%(person)s as %(position)s", person=person, position=position)
        if seat.category:
            return _("every position of category %(category)s", category=seat.category)
        if seat.unit:
            return _("everybody of %(unit)s", unit=self.unit(seat.unit))
        return position or person or _("everybody")
