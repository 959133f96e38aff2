"""Register health: what a lawyer would have mended, for who keeps the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.findings.findings import (
    Expected,
    Finding,
    FindingCode,
    KeyInUse,
    PartnerRefusal,
    Severity,
)
from mandate_registry.rules.findings.health import findings
from mandate_registry.rules.findings.partner_findings import RECENT_DAYS
from mandate_registry.rules.sentences import Sentence
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_records import PROBING
from mandate_registry.services.expected_checks.expectations import expectations_of
from mandate_registry.services.identity.api_keys import keys_in_use
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.whole_registers import (
    WholeRegister,
    place_of,
    read_whole,
    whole_register,
    worked_out_once,
)
from models import check_subjects, checks
from models.types import Instant

_WANTED = (
    *(checks.c[name] for name in ("id", "asker", "reason", "recorded_at", "decision_type")),
    *(check_subjects.c[name] for name in ("organisation", "number")),
)
_REFUSED = (
    select(*_WANTED)
    .outerjoin_from(checks, check_subjects)
    .where(checks.c.register_id == bindparam("register"), checks.c.reason.startswith(PROBING, autoescape=True))
    .where(checks.c.recorded_at.between(bindparam("since", type_=Instant), bindparam("until", type_=Instant)))
    .order_by(checks.c.recorded_at, checks.c.id)
)


@dataclass(frozen=True, slots=True)
class Concerned:
    """An entry that a finding concerns: its table, its key there, and of a mandate its id."""

    table: str
    key: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with the entries that it concerns (`rules.findings.findings.Finding`)."""

    code: FindingCode
    severity: Severity
    article: str
    detail: Sentence
    entries: list[Concerned]


def list_findings(
    caller: Caller,
    installation: Installation,
    wanted: Slice,
    at: datetime | None = None,
    known_at: datetime | None = None,
) -> Page[Reported]:
    """Return a page of what `register_health` finds; it is filtered by `organisation` and `severity`.

    A page continues where the one before it ended in the list, which is another one once the register changes.
    """
    found = register_health(caller, installation, at=at, known_at=known_at, **wanted.filters)
    end = wanted.after + wanted.limit
    return Page(found[wanted.after : end], end if end < len(found) else None)


def register_health(
    caller: Caller,
    installation: Installation,
    organisation: str,
    at: datetime | None = None,
    severity: Severity | None = None,
    known_at: datetime | None = None,
) -> list[Reported]:
    """Return what is found in a register, judged and known at these moments (now), of one severity or all.

    Only for who reads the register, and about who asks only for who traces that; InvalidInput when the organisation
    has none here.
    """
    caller.must(Right.READ, organisation)
    with installation.reading() as connection:
        PointInTime(known_at=known_at).must_be_past(caller, connection, organisation)
        loader = Loader(connection, known_at, installation.remembered)
        moment = loader.moment(organisation)
        if known_at is None:
            whole = whole_register(loader, installation.remembered, organisation)
        else:
            whole = read_whole(loader, organisation)
        may_trace = caller.may(Right.TRACE, organisation)
        period = {"since": (at or moment) - RECENT_DAYS, "until": known_at or moment}
        beside = _Beside(
            tuple(_refusals(connection, loader, organisation, period)) if may_trace else (),
            tuple(keys_in_use(connection, organisation, known_at or moment)),
            tuple(expected_in(connection, loader.seen[organisation].id, PointInTime(known_at=known_at))),
        )
    if at is None and known_at is None and whole.state is not None:
        place = place_of("findings", whole.id)
        found = worked_out_once(
            installation.remembered, place, whole, beside, moment, lambda: _found(whole, beside, moment)
        )
    else:
        found = _found(whole, beside, at or moment)
    return [one for one in found if severity in (None, one.severity)]


class _Beside(NamedTuple):
    """What a review looks at beside the register: partners that were stopped, keys in use and expected checks."""

    refusals: tuple[PartnerRefusal, ...]
    keys: tuple[KeyInUse, ...]
    expected: tuple[Expected, ...]


def _found(whole: WholeRegister, beside: _Beside, at: datetime) -> list[Reported]:
    return [_reported(one, whole.ids) for one in findings(whole.register, whole.instruments, at, *beside)]


def expected_in(connection: Connection, register_id: int, when: PointInTime = NOW) -> list[Expected]:
    """Return the expected checks, but those that expect that nobody can be asked about their decision type."""
    found = expectations_of(connection, register_id, when)
    return [Expected(one.id, one.decision_type) for one in found if one.reason is not Reason.DECISION_TYPE_UNKNOWN]


def _refusals(
    connection: Connection, loader: Loader, organisation: str, period: Mapping[str, datetime]
) -> Iterator[PartnerRefusal]:
    """Yield when which partner was stopped for probing, as kept with the questions."""
    agreements: dict[str, list[str]] = defaultdict(list)
    for fact in loader.facts(organisation, "agreements"):
        agreements[fact.partner].append(fact.number)
    values = {"register": loader.seen[organisation].id, **period}
    for _, found in groupby(connection.execute(_REFUSED, values), key=lambda row: row.id):
        first, *others = found
        numbers = [row.number for row in (first, *others) if row.number and row.organisation == organisation]
        yield PartnerRefusal(
            partner=first.asker,
            kind=first.reason.removeprefix(PROBING),
            at=first.recorded_at,
            agreements=tuple(dict.fromkeys(agreements[first.asker])),
            employees=tuple(numbers),
            decision_type=first.decision_type,
        )


def _reported(finding: Finding, ids: Mapping[str, str]) -> Reported:
    entries = [Concerned(table, key, ids.get(key) if table == "mandates" else None) for table, key in finding.entries]
    return Reported(finding.code, finding.severity, finding.article, finding.detail, entries)
