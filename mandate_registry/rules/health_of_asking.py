"""Findings about who asks: partners that were stopped."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from mandate_registry.rules.findings import Finding, FindingCode, Severity
from mandate_registry.rules.moments import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mandate_registry.rules.findings import Refusal
    from mandate_registry.rules.review import Review

RECENT = timedelta(days=30)


def partner_probing(review: Review) -> Iterator[Finding]:
    """Find partners that were stopped in the last 30 days while trying many amounts, or many names."""
    stopped: dict[tuple[str, str], list[Refusal]] = defaultdict(list)
    for refusal in review.refusals:
        if review.at - RECENT <= refusal.at <= review.at:
            stopped[refusal.partner, refusal.kind].append(refusal)
    for (partner, kind), refusals in stopped.items():
        agreements = sorted({("agreements", number) for one in refusals for number in one.agreements})
        people = sorted({("employees", number) for one in refusals for number in one.employees})
        detail = f"Partner {partner} was stopped trying many {kind}: {_summary(refusals)}."
        yield Finding(FindingCode.PARTNER_PROBING, Severity.WARNING, "", (*agreements, *people), detail)


def _summary(refusals: Sequence[Refusal]) -> str:
    """Say how often, last when, and about what."""
    last = max(one.at for one in refusals)
    times = "once" if len(refusals) == 1 else f"{len(refusals)} times"
    types = sorted({one.decision_type or "every decision type" for one in refusals})
    return f"{times}, last at {rfc3339(last)}, about {', '.join(types)}"
