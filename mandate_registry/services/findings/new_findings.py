"""What register health would find anew if a plan were carried out, as it is told and kept: in number, and the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity
from mandate_registry.rules.findings.new_findings import new_findings
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.sentences import Sentence
from mandate_registry.services.changesets.plan_view import PlanView
from mandate_registry.services.findings.register_health import expected_in
from mandate_registry.services.register.loader import IN_THE_DIRECTORY, Loader

MAX_PER_KIND = 100
"""So many findings of one kind are told; the others are counted."""


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding that a plan would add; `rows` are those of the file that tell of what it concerns."""

    code: FindingCode
    severity: Severity
    detail: Sentence
    entries: tuple[tuple[str, str], ...]
    rows: tuple[int, ...] = ()

    @classmethod
    def of(cls, finding: Finding) -> NewFinding:
        """Return what is kept of a finding; of its sentence as text what is neither a number nor a moment."""
        detail = Sentence.of(finding.detail.as_plain())
        return cls(finding.code, finding.severity, detail, finding.entries[:MAX_PER_KIND])

    def as_plain(self) -> list[Any]:
        """Return it as it can be written in JSON."""
        return [self.code, self.severity, self.detail.as_plain(), [list(one) for one in self.entries], list(self.rows)]

    @classmethod
    def read(cls, plain: list[Any]) -> NewFinding:
        """Read what `as_plain` returned."""
        code, severity, detail, entries, rows = plain
        of = tuple((table, key) for table, key in entries)
        return cls(FindingCode(code), Severity(severity), Sentence.of(detail), of, tuple(rows))


@dataclass(frozen=True, slots=True)
class NewFindings:
    """How many findings a plan would add, by kind and severity, and the first MAX_PER_KIND of each, the worst first."""

    counts: Mapping[tuple[FindingCode, Severity], int] = field(default_factory=dict)
    first: tuple[NewFinding, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Finding]) -> NewFindings:
        """Count them, and keep the first of each kind."""
        counts: Counter[tuple[FindingCode, Severity]] = Counter()
        first = []
        for one in found:
            counts[one.code, one.severity] += 1
            if counts[one.code, one.severity] <= MAX_PER_KIND:
                first.append(NewFinding.of(one))
        return cls(dict(counts), tuple(first))

    def in_rows(self, rows: Mapping[tuple[str, str], int]) -> NewFindings:
        """Return them with the rows of a file that tell of these entries."""
        first = (
            replace(one, rows=tuple(sorted({rows[entry] for entry in one.entries if entry in rows})))
            for one in self.first
        )
        return replace(self, first=tuple(first))

    def as_plain(self) -> dict[str, Any]:
        """Return them as they can be written in JSON."""
        counts = [[code, severity, count] for (code, severity), count in self.counts.items()]
        return {"counts": counts, "first": [one.as_plain() for one in self.first]}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> NewFindings:
        """Read what `as_plain` returned."""
        counts = {(FindingCode(code), Severity(severity)): count for code, severity, count in plain["counts"]}
        return cls(counts, tuple(map(NewFinding.read, plain["first"])))


def findings_of(view: PlanView) -> NewFindings:
    """Return what register health would find anew if the plan of a view were carried out; nothing is written."""
    place = view.standpoint
    sides = {table: view.sides(table) for table in (*IN_THE_DIRECTORY, "mandates", "instruments")}
    named = {seat.organisation for side in sides["mandates"] for fact in side for seat in fact.seats}
    others = Loader(place.connection, None).elsewhere(named - {place.oin})
    before, after = (
        (
            Register(
                Directory(place.oin, {table: sides[table][side] for table in IN_THE_DIRECTORY}),
                Mandates(sides["mandates"][side]),
                others,
            ),
            sides["instruments"][side],
        )
        for side in (0, 1)
    )
    expected = expected_in(place.connection, place.register_id) if place.register_id else []
    return NewFindings.of(new_findings(before, after, place.moment, expected))
