"""Every reason and every gate stands in each table that has to know it, or the test says why it need not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import pytest

from mandate_registry.rules.answers import OF_WHO_DOES_NOT_ACT, Reason
from mandate_registry.rules.decision import gates
from mandate_registry.rules.decision.decision import _GATE_OF_OWN_POWER
from mandate_registry.rules.decision.gates import GATES
from mandate_registry.rules.decision.remedies import _TRIED
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.services.checks.disclosure import COLLAPSED

NO_MANDATE_YET = "no mandate was tried"
OF_THE_MANDATE = "only a change of the mandate itself helps"
NO_CHANGE_HELPS: Mapping[Reason, str] = {
    **dict.fromkeys(OF_WHO_DOES_NOT_ACT, NO_MANDATE_YET),
    Reason.SUBJECT_UNKNOWN: NO_MANDATE_YET,
    Reason.SUBJECT_AMBIGUOUS: NO_MANDATE_YET,
    Reason.LEFT_ORGANISATION: NO_MANDATE_YET,
    Reason.PERSON_SUSPENDED: NO_MANDATE_YET,
    Reason.DECISION_TYPE_UNKNOWN: NO_MANDATE_YET,
    Reason.NOT_MANDATABLE: NO_MANDATE_YET,
    Reason.NO_MANDATE: OF_THE_MANDATE,
    Reason.KIND_NOT_COVERED: OF_THE_MANDATE,
    Reason.REVOKED: OF_THE_MANDATE,
    Reason.SUB_MANDATE_NOT_PERMITTED: OF_THE_MANDATE,
    Reason.OWN_DECISION: "the law wants somebody else to decide (Awb 10:3)",
}
ALREADY_GENERAL = "it is the general reason itself"
WOULD_TELL_WHO = "another word would tell who works there, and in which position"
WOULD_TELL_WHAT = "another word would tell what the mandates say"
TOLD_AS_NO_MANDATE: Mapping[Reason, str] = {
    Reason.NO_MANDATE: ALREADY_GENERAL,
    Reason.SUBJECT_UNKNOWN: WOULD_TELL_WHO,
    Reason.LEFT_ORGANISATION: WOULD_TELL_WHO,
    Reason.POSITION_NOT_HELD: WOULD_TELL_WHO,
    Reason.DEPUTY_NOT_TRIGGERED: WOULD_TELL_WHO,
    Reason.NOT_MANDATABLE: WOULD_TELL_WHAT,
    Reason.RESERVED: WOULD_TELL_WHAT,
    Reason.KIND_NOT_COVERED: WOULD_TELL_WHAT,
    Reason.SUB_MANDATE_NOT_PERMITTED: WOULD_TELL_WHAT,
    Reason.OUT_OF_SCOPE: WOULD_TELL_WHAT,
    Reason.OWN_DECISION: WOULD_TELL_WHO,
}
READS_A_MANDATE = "it reads what a mandate says, and an own power rests on none"
BINDS_NO_OWN_POWER: Mapping[Callable[[Trial], Reason | None], str] = {
    gates.decision_type: READS_A_MANDATE,
    gates.reservation: READS_A_MANDATE,
    gates.kind: READS_A_MANDATE,
    gates.time: READS_A_MANDATE,
    gates.holder: "whoever has an own power is found by the position of the body",
    gates.chain: READS_A_MANDATE,
    gates.joint: "a body of one person has one seat",
}


@pytest.mark.parametrize(
    ("place", "known", "not_needed"),
    [
        ("_TRIED of mandate_registry/rules/decision/remedies.py", _TRIED, NO_CHANGE_HELPS),
        ("COLLAPSED of mandate_registry/services/checks/disclosure.py", COLLAPSED, TOLD_AS_NO_MANDATE),
    ],
)
def test_every_reason_is_in_its_table(place: str, known: Collection[Reason], not_needed: Mapping[Reason, str]) -> None:
    forgotten = set(Reason) - set(known) - not_needed.keys()
    assert not forgotten, f"add these to {place}, or say in this module why not: {sorted(forgotten)}"
    assert not not_needed.keys() & set(known)


def test_every_gate_says_whether_it_binds_an_own_power() -> None:
    binding = {gates.limits, *_GATE_OF_OWN_POWER.values()}
    forgotten = [gate.__name__ for gate in GATES if gate not in {*binding, *BINDS_NO_OWN_POWER}]
    place = "own_power and _GATE_OF_OWN_POWER of mandate_registry/rules/decision/decision.py"
    assert not forgotten, f"judge these in {place}, or say in this module why not: {forgotten}"
    assert not binding & BINDS_NO_OWN_POWER.keys()
    assert binding | BINDS_NO_OWN_POWER.keys() == set(GATES)
