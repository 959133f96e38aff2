"""What the register records, each fact with the period in which it is valid (`check.md`, Two times).

The facts are the common language of this house: the register folder, the API and the tables each translate to and
from them, and the rules read nothing else. The field names are the columns of the register folder; the valid period
stands for `valid_from` and `valid_until` (for an employee: `employed_from` and `employed_until`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import ALWAYS, Period

EVERY_TYPE = "*"
OWN_UNIT = "own_unit"
OWN_STAFF = "own_staff"
OWN_FIELDS = frozenset({OWN_UNIT, OWN_STAFF})


class Nature(StrEnum):
    """What kind of act a decision type is (Awb 10:1, 10:11, 10:12)."""

    DECISION = "decision"
    PRIVATE_ACT = "private_act"
    FACTUAL_ACT = "factual_act"
    SIGNING = "signing"


class Kind(StrEnum):
    """The power that a mandate grants: mandaat, volmacht, machtiging or signing only (Awb 10:1, 10:11, 10:12)."""

    MANDATE = "mandate"
    POWER_OF_ATTORNEY = "power_of_attorney"
    AUTHORISATION = "authorisation"
    SIGNING = "signing"


class Vat(StrEnum):
    """On which basis an amount is stated; `none`: there is no VAT on such amounts."""

    INCL = "incl"
    EXCL = "excl"
    NONE = "none"


class Trigger(StrEnum):
    """When a deputyship works."""

    ABSENCE = "absence"
    VACANCY = "vacancy"
    ABSENCE_OR_VACANCY = "absence_or_vacancy"
    ALWAYS = "always"


class Disclosure(StrEnum):
    """To whom a mandate may be named."""

    PUBLIC = "public"
    PARTNERS = "partners"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: when it holds in the world. When the register said so is kept with its changes."""

    valid: Period = ALWAYS

    def changes(self) -> Iterator[datetime]:
        """Yield the instants at which something begins or ends for this fact."""
        yield from self.valid.boundaries()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Fact):
    """An organisation with a register of its own; `time_zone` is an IANA name.

    With `four_eyes`, who proposes a change of mandates never approves it.
    """

    oin: str
    name: str
    kind: str = ""
    time_zone: str = "Europe/Amsterdam"
    four_eyes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Fact):
    """A body in whose name decisions are taken; `position`: of a body of one person."""

    code: str
    name: str
    position: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Fact):
    """A part of the organisation, in a tree."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """A position (functie) that several employees may hold, or none."""

    code: str
    title: str
    unit: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionType(Fact):
    """A power (bevoegdheid), in a tree; without nature and components it is a heading."""

    code: str
    title_nl: str
    title_en: str = ""
    parent: str | None = None
    body: str | None = None
    nature: Nature | None = None
    amount_required: bool | None = None
    mandatable: bool = True
    components: tuple[str, ...] = ()
    legal_basis: str = ""

    @property
    def is_heading(self) -> bool:
        """Return True if it only groups others: nobody can be asked about it."""
        return self.nature is None and not self.components


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee(Fact):
    """A person employed during the valid period; who comes back has several, which do not overlap.

    Within `suspensions` the person is stopped, in every employment: employed, and may do nothing.
    """

    number: str
    name: str
    email: str = ""
    suspensions: tuple[Period, ...] = ()

    def is_suspended(self, at: datetime) -> bool:
        """Return True if the person is stopped at a moment, employed or not."""
        return any(at in period for period in self.suspensions)

    def changes(self) -> Iterator[datetime]:
        """Yield the instants at which the employment or a suspension begins or ends."""
        for period in (self.valid, *self.suspensions):
            yield from period.boundaries()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Fact):
    """An employee (number) holds a position (code)."""

    employee: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Fact):
    """An employee (number) is away."""

    employee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputyship(Fact):
    """Who stands in for whom; `principal` is the column `for`. Empty `decision_types`: for all."""

    number: str
    principal: Seat
    deputy: Seat
    rank: int = 1
    trigger: Trigger = Trigger.ABSENCE
    max_amount: Decimal | None = None
    vat: Vat = Vat.EXCL
    decision_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Fact):
    """The decision (mandaatbesluit) that grants, changes or withdraws mandates. Its dates are calendar dates."""

    reference: str
    title: str
    adopted_by: str = ""
    adopted_on: date | None = None
    published_as: str = ""
    publication_url: str = ""
    in_force_from: date | None = None
    retroactive_to: date | None = None

    @property
    def works_from(self) -> date | None:
        """The day from which it works: retroactively where it says so; None where it tells neither."""
        return self.retroactive_to or self.in_force_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Fact):
    """What a partner (an OIN) may ask this organisation about: decision types, headings among them, or every one.

    With `units` only about those who belong to one of these units or below; without, about everybody. `lists` lets it
    search; otherwise it asks about those whom it names. Nobody asks without an agreement.
    """

    number: str
    partner: str
    decision_types: tuple[str, ...]
    units: tuple[str, ...] = ()
    lists: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate(Fact):
    """A mandate, power of attorney or authorisation, with all that bounds it.

    `reservations` is the column `except`. `holder_consent` and `superior_consent` are the instants of the consents that
    Awb 10:4 asks for a holder of another organisation; with `no_superior` there is nobody to give the second, and by
    `consent_statute`, which provides for the mandate, neither is asked (`consents`). Amounts are per act, in
    `currency`, on the basis `vat`.
    """

    number: str
    kinds: tuple[Kind, ...]
    on_behalf_of: str
    seats: tuple[Seat, ...]
    decision_types: tuple[str, ...]
    reservations: tuple[Reservation, ...] = ()
    above_amount: Decimal | None = None
    max_amount: Decimal | None = None
    currency: str = "EUR"
    vat: Vat = Vat.EXCL
    cases: tuple[str, ...] = ()
    counterparties: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    instructions: str = ""
    sub_mandating: int = 0
    sub_mandating_only: tuple[str, ...] = ()
    sub_mandating_except: tuple[str, ...] = ()
    parent: str | None = None
    legal_basis: str = ""
    instrument: str | None = None
    holder_consent: datetime | None = None
    superior_consent: datetime | None = None
    no_superior: bool = False
    consent_statute: str | None = None
    not_about_oneself: bool = False
    disclosure: Disclosure = Disclosure.PARTNERS
    approved: bool = True
    suspensions: tuple[Period, ...] = ()
    revoked_at: datetime | None = None

    @property
    def is_external(self) -> bool:
        """Tell whether a seat is one of another organisation."""
        return any(seat.organisation for seat in self.seats)

    def is_suspended(self, at: datetime) -> bool:
        """Tell whether a moment lies within a suspension."""
        return any(at in period for period in self.suspensions)

    def is_revoked(self, at: datetime) -> bool:
        """Tell whether the mandate has been revoked by a moment (Awb 10:8)."""
        return self.revoked_at is not None and self.revoked_at <= at

    def changes(self) -> Iterator[datetime]:
        """Yield the instants at which something begins or ends for this mandate, all that happened to it included."""
        for period in (self.valid, *self.suspensions):
            yield from period.boundaries()
        yield from (at for at in (self.holder_consent, self.superior_consent, self.revoked_at) if at is not None)
