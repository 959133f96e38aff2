"""Findings about who asks: partners that were stopped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from mandate_registry.rules.findings.findings import Finding, FindingCode, PartnerRefusal, Severity
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.sentences import Sentence, make_sentence

RECENT_DAYS = timedelta(days=30)


def partner_probing(review: Review) -> Iterator[Finding]:
    """Find partners that were stopped in the last 30 days while trying many amounts, or many names."""
    stopped: dict[tuple[str, str], list[PartnerRefusal]] = defaultdict(list)
    for refusal in review.refusals:
        if review.at - RECENT_DAYS <= refusal.at <= review.at:
            stopped[refusal.partner, refusal.kind].append(refusal)
    for (partner, kind), refusals in stopped.items():
        agreements = sorted({("agreements", number) for one in refusals for number in one.agreements})
        people = sorted({("employees", number) for one in refusals for number in one.employees})
        sentence = _sentence(partner, kind, refusals)
        yield Finding(FindingCode.PARTNER_PROBING, Severity.WARNING, "", (*agreements, *people), sentence)


def _sentence(partner: str, kind: str, refusals: Sequence[PartnerRefusal]) -> Sentence:
    """Return a sentence: which partner was stopped, what it tried, how often, when last, about what."""
    types = {one.decision_type for one in refusals}
    return make_sentence(
        "Partner %(partner)s was stopped trying many %(kind)s: %(times)s, last at %(last)s, about %(types)s.",
        partner=partner,
        kind=make_sentence("amounts") if kind == "amounts" else make_sentence("names"),
        times=make_sentence("once") if len(refusals) == 1 else make_sentence("%(count)s times", count=len(refusals)),
        last=max(one.at for one in refusals),
        types=make_sentence("every decision type") if None in types else ", ".join(sorted(filter(None, types))),
    )
