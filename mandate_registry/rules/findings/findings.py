"""What a finding is: something in a register that a lawyer would have mended (`docs/findings` explains each)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.mandates import by_number
from mandate_registry.rules.sentences import Sentence

Entry = tuple[str, str]


class Severity(StrEnum):
    """How bad a finding is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class FindingCode(StrEnum):
    """What can be found; each has its page, `docs/findings/CODE.md`."""

    NOT_MANDATABLE = "not_mandatable"
    CONSENT_MISSING = "consent_missing"
    INSTRUMENT_MISSING = "instrument_missing"
    INSTRUMENT_UNPUBLISHED = "instrument_unpublished"
    ADOPTED_BY_ANOTHER = "adopted_by_another"
    TYPE_NOT_COVERED = "type_not_covered"
    SUB_MANDATE_NOT_PERMITTED = "sub_mandate_not_permitted"
    WIDER_THAN_PARENT = "wider_than_parent"
    PARENT_NOT_IN_FORCE = "parent_not_in_force"
    DISPOSITION_UNSTATED = "disposition_unstated"
    OWN_COUNTERPARTY = "own_counterparty"
    RESERVATION_UNREACHABLE = "reservation_unreachable"
    LIMIT_WITHOUT_EFFECT = "limit_without_effect"
    OVERLAPPING_MANDATES = "overlapping_mandates"
    EXPIRES_SOON = "expires_soon"
    HOLDER_LEFT = "holder_left"
    SEAT_VACANT = "seat_vacant"
    SEATS_UNFILLABLE = "seats_unfillable"
    SINGLE_HOLDER = "single_holder"
    PARTNER_PROBING = "partner_probing"
    KEY_OF_LEAVER = "key_of_leaver"
    NATURE_MISSING = "nature_missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; `article` is empty where no law is at stake, `entries` are (table, key), mandates first."""

    code: FindingCode
    severity: Severity
    article: str
    entries: tuple[Entry, ...]
    detail: Sentence

    @property
    def place(self) -> tuple[object, ...]:
        """The sort key: severity, code, then the keys of the entries, digits compared as numbers."""
        keys = [by_number(key) for _, key in self.entries]
        return (list(Severity).index(self.severity), self.code, keys, str(self.detail))


@dataclass(frozen=True, slots=True)
class PartnerRefusal:
    """A partner was stopped, for trying many of a kind (amounts, names).

    `agreements` are the numbers of those with the partner, `employees` those of whom it asked about and the register
    knows; `decision_type` is None where it asked about every one.
    """

    partner: str
    kind: str
    at: datetime
    agreements: tuple[str, ...] = ()
    employees: tuple[str, ...] = ()
    decision_type: str | None = None


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """A key that was neither revoked nor has expired, with whose it is, as an employee by number."""

    id: str
    label: str
    person: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected check by its name, and the decision type that it asks about."""

    name: str
    decision_type: str


def about(mandates: Iterable[Mandate], *others: Entry) -> tuple[Entry, ...]:
    """Return the entries that a finding concerns: these mandates, in the order given, then the others."""
    return (*(("mandates", mandate.number) for mandate in mandates), *others)
