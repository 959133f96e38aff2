"""What a kind of finding is called, why it matters and what to do: on the list of findings, and before a change."""

from __future__ import annotations

from typing import Any, NamedTuple

from mandate_registry.rules.findings import FindingCode as Code
from mandate_registry.web.language import lazy


class Said(NamedTuple):
    """A kind of finding: what it is, why it matters and what to do, as its page in `docs/findings` has it."""

    title: Any
    why: Any
    what_to_do: Any


FINDINGS = {
    Code.NOT_MANDATABLE: Said(
        lazy("The power may not be mandated"),
        lazy("The law keeps this decision with the body itself. Whoever takes it under this mandate has no power to."),
        lazy("Take the decision type out of the mandate. If a law does allow it, correct the decision type."),
    ),
    Code.CONSENT_MISSING: Said(
        lazy("A holder of another organisation without a consent"),
        lazy("Without the consent of the holder and of his superior, the holder may do nothing under this mandate."),
        lazy("Ask for the consent, and record its day with the mandate."),
    ),
    Code.INSTRUMENT_MISSING: Said(
        lazy("No written decision behind the mandate"),
        lazy("Without a written decision nobody can show that the body granted anything."),
        lazy("Find the decision and record it, or have it taken. Until then, revoke the mandate."),
    ),
    Code.INSTRUMENT_UNPUBLISHED: Said(
        lazy("The decision was not published, as far as is recorded"),
        lazy("A decision that nobody could read may not have taken effect, and nobody can look the power up."),
        lazy("Record where it was published. If it was not, publish it."),
    ),
    Code.ADOPTED_BY_ANOTHER: Said(
        lazy("Another body adopted the decision"),
        lazy("A body may mandate its own powers only: what is decided under it may be decided without power."),
        lazy("Correct whose mandate it is, or who adopted the decision. Else have the right body decide."),
    ),
    Code.TYPE_NOT_COVERED: Said(
        lazy("The mandate lists what it can never cover"),
        lazy("The answer for this decision type is no, while the register suggests that it was granted."),
        lazy("Add the kind that is missing, grant it on behalf of its own body, or take the decision type out."),
    ),
    Code.SUB_MANDATE_NOT_PERMITTED: Said(
        lazy("A sub-mandate that is not allowed"),
        lazy("What is done under it is done without power: the mandate above it does not allow it."),
        lazy("Revoke the sub-mandate, or have the mandate above it widened by whoever granted that."),
    ),
    Code.WIDER_THAN_PARENT: Said(
        lazy("A sub-mandate wider than the one above it"),
        lazy("Nobody passes on more than he has. The holder reads more in his mandate than he may do."),
        lazy("Narrow the sub-mandate, or have the one above it widened."),
    ),
    Code.PARENT_NOT_IN_FORCE: Said(
        lazy("A mandate below one that is not in force"),
        lazy("A sub-mandate does not outlive the mandate above it: the holder may do nothing under it."),
        lazy("End the sub-mandate, or grant it again below a mandate that is in force."),
    ),
    Code.DISPOSITION_UNSTATED: Said(
        lazy("A general power of attorney that does not speak of selling"),
        lazy("A general power covers selling and mortgaging only where that is stated in writing."),
        lazy("State whether it is included, in the conditions or the legal basis, or list the acts one by one."),
    ),
    Code.OWN_COUNTERPARTY: Said(
        lazy("The holder would deal with his own organisation"),
        lazy("The same people would sit on both sides of the table, and the act can be challenged."),
        lazy("Take that organisation out, give these dealings to somebody else, or fix what may be agreed."),
    ),
    Code.RESERVATION_UNREACHABLE: Said(
        lazy("A reservation that holds back nothing"),
        lazy("Often it is a misspelt code, and then something is covered that was meant to be held back."),
        lazy("Compare it with the text of the decision, and correct the code or the amount."),
    ),
    Code.LIMIT_WITHOUT_EFFECT: Said(
        lazy("This limit does not help: another mandate gives more"),
        lazy("Whoever has the mandate may decide the same beyond its limit by another: the answer is yes there too."),
        lazy(
            "Narrow the other mandate (its decision types, its holders, or a limit of its own), or leave the limit out."
        ),
    ),
    Code.OVERLAPPING_MANDATES: Said(
        lazy("The same power given twice"),
        lazy("If you revoke one of them, the power goes on in the other."),
        lazy("Keep one, or give each its own amounts, period or matters."),
    ),
    Code.EXPIRES_SOON: Said(
        lazy("A mandate that ends soon"),
        lazy("From that day its holder may do nothing, and every sub-mandate below it ends too."),
        lazy("Have it renewed in time. Do nothing if it is meant to end."),
    ),
    Code.HOLDER_LEFT: Said(
        lazy("A mandate of somebody who is not employed"),
        lazy("Nobody can use it, and nobody stands in for who has left."),
        lazy("Revoke the mandate, or grant it to the successor; better, to the position."),
    ),
    Code.SEAT_VACANT: Said(
        lazy("A place that nobody fills"),
        lazy("Unless a deputy stands in, only those above can take these decisions."),
        lazy("Appoint somebody, record a deputyship for a vacancy, or withdraw the mandate."),
    ),
    Code.SEATS_UNFILLABLE: Said(
        lazy("A joint mandate that cannot be used"),
        lazy("There are not enough different people to sign together, so the answer is always no."),
        lazy("Appoint another person, record a deputyship, or change who holds it."),
    ),
    Code.SINGLE_HOLDER: Said(
        lazy("One holder, and nobody to stand in"),
        lazy("When this person is ill or leaves, decisions wait, or somebody takes them without the power."),
        lazy("Record a deputyship, or appoint a second person."),
    ),
    Code.PARTNER_PROBING: Said(
        lazy("A partner that was stopped"),
        lazy("Who tries many amounts or names may be looking for a limit, or for who works here."),
        lazy("Ask the partner what it was doing. Narrow the agreement if it was not meant."),
    ),
    Code.KEY_OF_LEAVER: Said(
        lazy("A key of somebody who has left"),
        lazy("It does nothing now, but works again when that person comes back."),
        lazy("Have an administrator revoke the key."),
    ),
    Code.NATURE_MISSING: Said(
        lazy("A heading where a decision type is needed"),
        lazy("Nobody can be asked about a heading, so that every question about it stays without an answer."),
        lazy("Set the nature of the decision type, or take it out where it stands."),
    ),
}
