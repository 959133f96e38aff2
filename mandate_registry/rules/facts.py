"""What the register records, each fact with the period in which it is valid (`check.md`, Two times).

The facts are the common language of this house: the register folder, the API and the tables each translate to and
from them, and the rules read nothing else. A field is defined here, once: its name, its kind of value (`values`), what
it is when left out, and what is special about it. The field names are the columns of the register folder, unless they
are `Called` otherwise; the valid period stands for `valid_from` and `valid_until` (for an employee: `employed_from` and
`employed_until`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from mandate_registry.rules import values
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.rules.values import Called, Refers, Special

EVERY_TYPE = values.EVERY_TYPE
OWN_UNIT = values.OWN_UNIT
OWN_STAFF = values.OWN_STAFF
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

    oin: values.Oin
    name: values.Name
    kind: values.Text = ""
    time_zone: values.TimeZone = "Europe/Amsterdam"
    four_eyes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Fact):
    """A body in whose name decisions are taken; `position`: of a body of one person."""

    code: values.Code
    name: values.Name
    position: Annotated[values.Code | None, Refers("positions")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Fact):
    """A part of the organisation, in a tree."""

    code: values.Code
    name: values.Name
    parent: Annotated[values.Code | None, Refers("units")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """A position (functie) that several employees may hold, or none."""

    code: values.Code
    title: values.Name
    unit: Annotated[values.Code | None, Refers("units")] = None
    category: values.Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionType(Fact):
    """A power (bevoegdheid), in a tree; without nature and components it is a heading."""

    code: values.Code
    title_nl: values.Name
    title_en: values.Text = ""
    parent: Annotated[values.Code | None, Refers("decision_types")] = None
    body: Annotated[values.Code | None, Refers("bodies")] = None
    nature: Nature | None = None
    amount_required: bool | None = None
    mandatable: bool = True
    components: Annotated[tuple[values.Code, ...], Refers("decision_types")] = ()
    legal_basis: values.Text = ""

    @property
    def is_heading(self) -> bool:
        """Return True if it only groups others: nobody can be asked about it."""
        return self.nature is None and not self.components


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee(Fact):
    """A person employed during the valid period; who comes back has several, which do not overlap.

    Within `suspensions` the person is stopped, in every employment: employed, and may do nothing.
    """

    number: values.Number
    name: Annotated[values.Name, Special.PERSONAL]
    email: Annotated[values.Text, Special.PERSONAL] = ""
    suspensions: Annotated[tuple[Period, ...], Special.OF_EVENTS] = ()

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

    employee: Annotated[values.Number, Refers("employees")]
    position: Annotated[values.Code, Refers("positions")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Fact):
    """An employee (number) is away."""

    employee: Annotated[values.Number, Refers("employees")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputyship(Fact):
    """Who stands in for whom; `principal` is the column `for`. Empty `decision_types`: for all."""

    number: values.Line
    principal: Annotated[values.Principal, Called("for"), Refers("seats")]
    deputy: Annotated[values.Principal, Refers("seats")]
    rank: values.Rank = 1
    trigger: Trigger = Trigger.ABSENCE
    max_amount: values.Amount | None = None
    vat: Vat = Vat.EXCL
    decision_types: Annotated[tuple[values.Code, ...], Refers("decision_types")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Fact):
    """The decision (mandaatbesluit) that grants, changes or withdraws mandates. Its dates are calendar dates."""

    reference: values.Line
    title: Annotated[values.Name, Special.PERSONAL]
    adopted_by: values.Text = ""
    adopted_on: values.Day | None = None
    published_as: values.Text = ""
    publication_url: values.Address = ""
    in_force_from: values.Day | None = None
    retroactive_to: values.Day | None = None

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

    number: values.Line
    partner: values.Oin
    decision_types: Annotated[tuple[values.TypeCode, ...], Refers("decision_types")]
    units: Annotated[tuple[values.Code, ...], Refers("units")] = ()
    lists: bool = False
    basis: values.Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate(Fact):
    """A mandate, power of attorney or authorisation, with all that bounds it.

    `reservations` is the column `except`. `holder_consent` and `superior_consent` are the instants of the consents that
    Awb 10:4 asks for a holder of another organisation; with `no_superior` there is nobody to give the second, and by
    `consent_statute`, which provides for the mandate, neither is asked (`consents`). Amounts are per act, in
    `currency`, on the basis `vat`.
    """

    number: values.Line
    kinds: tuple[Kind, ...]
    on_behalf_of: Annotated[values.Code, Refers("bodies")]
    seats: Annotated[values.Seats, Called("holder"), Refers("seats")]
    decision_types: Annotated[tuple[values.TypeCode, ...], Refers("decision_types")]
    reservations: Annotated[tuple[values.HeldBack, ...], Called("except"), Refers("decision_types")] = ()
    above_amount: values.Amount | None = None
    max_amount: values.Amount | None = None
    currency: values.Currency = "EUR"
    vat: Vat = Vat.EXCL
    cases: tuple[values.Item, ...] = ()
    counterparties: tuple[values.Oin, ...] = ()
    within: Annotated[tuple[values.Scope, ...], Refers("units")] = ()
    not_about_oneself: Annotated[bool, Special.SELDOM] = False
    conditions: tuple[values.Sentence, ...] = ()
    instructions: values.Text = ""
    sub_mandating: values.Levels = 0
    sub_mandating_only: Annotated[tuple[values.Code, ...], Refers("decision_types")] = ()
    sub_mandating_except: Annotated[tuple[values.Code, ...], Refers("decision_types")] = ()
    parent: Annotated[values.Line | None, Refers("mandates")] = None
    legal_basis: values.Text = ""
    instrument: Annotated[values.Line | None, Refers("instruments")] = None
    holder_consent: Annotated[values.Moment | None, Special.OF_CONSENTS] = None
    superior_consent: Annotated[values.Moment | None, Special.OF_CONSENTS] = None
    no_superior: Annotated[bool, Special.OF_CONSENTS, Special.SELDOM] = False
    consent_statute: Annotated[values.Item | None, Special.OF_CONSENTS] = None
    disclosure: Disclosure = Disclosure.PARTNERS
    approved: Annotated[bool, Special.OF_EVENTS] = True
    suspensions: Annotated[tuple[Period, ...], Special.OF_EVENTS] = ()
    revoked_at: Annotated[values.Moment | None, Special.OF_EVENTS] = None

    @property
    def is_external(self) -> bool:
        """Return whether a seat is one of another organisation."""
        return any(seat.organisation for seat in self.seats)

    def is_suspended(self, at: datetime) -> bool:
        """Return whether a moment lies within a suspension."""
        return any(at in period for period in self.suspensions)

    def is_revoked(self, at: datetime) -> bool:
        """Return whether the mandate has been revoked by a moment (Awb 10:8)."""
        return self.revoked_at is not None and self.revoked_at <= at

    def changes(self) -> Iterator[datetime]:
        """Yield the instants at which something begins or ends for this mandate, all that happened to it included."""
        for period in (self.valid, *self.suspensions):
            yield from period.boundaries()
        yield from (at for at in (self.holder_consent, self.superior_consent, self.revoked_at) if at is not None)
