"""Register health: what a lawyer would have mended, for who keeps the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandate_registry.rules.health import findings
from mandate_registry.services.installation import now
from mandate_registry.services.knowledge import Moment
from mandate_registry.services.loading import Loader
from mandate_registry.services.permissions import Right

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mandate_registry.rules.findings import Finding, FindingCode, Severity
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation


@dataclass(frozen=True, slots=True)
class Concerned:
    """An entry that a finding concerns: its table, its key there, and of a mandate its id."""

    table: str
    key: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with the entries that it concerns (`rules.findings.Finding`)."""

    code: FindingCode
    severity: Severity
    article: str
    detail: str
    entries: list[Concerned]


def register_health(
    caller: Caller,
    installation: Installation,
    organisation: str,
    at: datetime | None = None,
    severity: Severity | None = None,
    known_at: datetime | None = None,
) -> list[Reported]:
    """Give what is found in a register, judged and known at these moments (now), of one severity or all.

    Only for who reads the register; InvalidInput when the organisation has none here.
    """
    caller.must(Right.READ, organisation)
    Moment(known_at=known_at).must_be_past()
    moment = now()
    with installation.reading() as connection:
        loader = Loader(connection, known_at or moment, installation.remembered)
        register = loader.whole(organisation)
        instruments = loader.instruments(organisation)
    found = findings(register, instruments, at or moment)
    return [_reported(one, loader.ids) for one in found if severity in (None, one.severity)]


def _reported(finding: Finding, ids: Mapping[str, str]) -> Reported:
    entries = [Concerned(table, key, ids.get(key) if table == "mandates" else None) for table, key in finding.entries]
    return Reported(finding.code, finding.severity, finding.article, finding.detail, entries)
