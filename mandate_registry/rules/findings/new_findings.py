"""What a change of a register adds to its findings: what is found in it afterwards and was not before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import Instrument
from mandate_registry.rules.findings.findings import Expected, Finding, FindingCode, Severity
from mandate_registry.rules.findings.health import findings

Side = tuple[Register, Sequence[Instrument]]

ANSWERS_NO = (
    FindingCode.TYPE_NOT_COVERED,
    FindingCode.NOT_MANDATABLE,
    FindingCode.CONSENT_MISSING,
    FindingCode.SUB_MANDATE_NOT_PERMITTED,
    FindingCode.PARENT_NOT_IN_FORCE,
    FindingCode.NATURE_MISSING,
)
"""What is found of mandates that were granted, and under which the answer is no all the same."""


def new_findings(before: Side, after: Side, at: datetime, expected: Sequence[Expected] = ()) -> list[Finding]:
    """Return what is found after a change and not before it: the worst first, and first where the answer is no."""
    had = {_said(one) for one in findings(*before, at, expected=expected)}
    found = [one for one in findings(*after, at, expected=expected) if _said(one) not in had]
    return sorted(found, key=lambda one: (list(Severity).index(one.severity), one.code not in ANSWERS_NO))


def _said(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.severity, finding.entries, str(finding.detail))
