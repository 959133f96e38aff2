"""Register health: what a lawyer who reads the whole register would have mended.

A finding is one function of a review that yields every case of it. A new finding is one function, one line in
FINDINGS, and its page in `docs/findings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import Instrument
from mandate_registry.rules.findings import grant_findings as grants
from mandate_registry.rules.findings import holder_findings as holders
from mandate_registry.rules.findings import reach_findings as reach
from mandate_registry.rules.findings.adopter_findings import adopted_by_another
from mandate_registry.rules.findings.findings import Expected, Finding, KeyInUse, PartnerRefusal
from mandate_registry.rules.findings.key_findings import key_of_leaver
from mandate_registry.rules.findings.limits_without_effect import limit_without_effect
from mandate_registry.rules.findings.nature_findings import nature_missing
from mandate_registry.rules.findings.overlaps import overlapping_mandates
from mandate_registry.rules.findings.partner_findings import partner_probing
from mandate_registry.rules.findings.review import Review


def findings(
    register: Register,
    instruments: Sequence[Instrument],
    at: datetime,
    refusals: Sequence[PartnerRefusal] = (),
    keys: Sequence[KeyInUse] = (),
    expected: Sequence[Expected] = (),
) -> list[Finding]:
    """Return everything found at that moment: the worst first, then by code and lowest number."""
    review = Review(register, instruments, at, refusals, keys, expected)
    return sorted((found for find in FINDINGS for found in find(review)), key=lambda found: found.place)


FINDINGS: tuple[Callable[[Review], Iterator[Finding]], ...] = (
    grants.not_mandatable,
    grants.consent_missing,
    grants.instrument_missing,
    grants.instrument_unpublished,
    adopted_by_another,
    grants.sub_mandate_not_permitted,
    grants.wider_than_parent,
    grants.parent_not_in_force,
    reach.type_not_covered,
    reach.disposition_unstated,
    reach.own_counterparty,
    reach.reservation_unreachable,
    reach.expires_soon,
    limit_without_effect,
    overlapping_mandates,
    holders.holder_left,
    holders.seat_vacant,
    holders.seats_unfillable,
    holders.single_holder,
    partner_probing,
    key_of_leaver,
    nature_missing,
)
