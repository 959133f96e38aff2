"""What each caller is told of an answer, by the one table of `check.md` (Who sees what)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from mandate_registry.rules.answers import OF_WHO_DOES_NOT_ACT, Answer, Explained, LegAnswer, Outcome, Reason, Signatory
from mandate_registry.rules.check_requests import WAYS, CheckRequest, EmployeeRef
from mandate_registry.rules.conditions import Condition
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.signature import Act, Hand, signature_line
from mandate_registry.rules.facts import Body, Disclosure, Mandate, Nature
from mandate_registry.rules.findings.headings import headings_asked
from mandate_registry.rules.plain_data import to_plain
from mandate_registry.rules.questions import Named, Person, Question
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.counterfactuals import counterfactual
from mandate_registry.services.checks.reason_texts import REASON_TEXTS, of_headings
from mandate_registry.services.reply_basis import note_until

COLLAPSED = {
    **dict.fromkeys(OF_WHO_DOES_NOT_ACT, "input_required"),
    Reason.SUBJECT_AMBIGUOUS: "input_required",
    Reason.DECISION_TYPE_UNKNOWN: "input_required",
    Reason.AMOUNT_REQUIRED: "input_required",
    Reason.CURRENCY_MISMATCH: "input_required",
    Reason.VAT_BASIS_UNCLEAR: "input_required",
    Reason.NOT_APPROVED: "not_in_force",
    Reason.CONSENT_MISSING: "not_in_force",
    Reason.NOT_YET_VALID: "not_in_force",
    Reason.EXPIRED: "not_in_force",
    Reason.SUSPENDED: "not_in_force",
    Reason.PERSON_SUSPENDED: "not_in_force",
    Reason.REVOKED: "not_in_force",
    Reason.PARENT_NOT_IN_FORCE: "not_in_force",
    Reason.AMOUNT_NOT_ABOVE_MINIMUM: "limit_exceeded",
    Reason.AMOUNT_ABOVE_LIMIT: "limit_exceeded",
    Reason.CO_HOLDER_REQUIRED: "co_holder_required",
    Reason.CONDITION_UNCONFIRMED: "condition",
}
"""What a partner is told instead of a reason; every other one is `no_mandate`."""


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One caller's view on a register: its own, or a partner's; `ids` gives a mandate's id by its number.

    `asked` is how the caller named those who act, `moment` when that was; `known_until` ends what the view says where
    it is of older knowledge.
    """

    register: Register
    at: datetime
    own: bool
    ids: Mapping[str, str]
    asked: tuple[Named, ...]
    moment: datetime
    known_until: datetime | None

    def names(self, mandate: Mandate | None) -> bool:
        """Return True if this caller may be told which mandate it is."""
        return mandate is not None and (self.own or mandate.disclosure is not Disclosure.INTERNAL)

    def person(self, named: Named) -> dict[str, str | None]:
        """Return the number and the name of an employee to his own organisation; nobody else is supplied one."""
        found = self.register.find(named) if self.own else set()
        person = found.pop() if len(found) == 1 else None
        if person is None or person.organisation != self.register.directory.oin:
            return {}
        name = self._name(person)
        number: dict[str, str | None] = {"number": person.number}
        return number | ({"name": name} if name else {})

    def _name(self, person: Person) -> str | None:
        directory = self.register.directory_of(person.organisation)
        return directory.name_of(person.number, self.at) if directory else None

    def reasons(self, answer: Answer, decision_type: str) -> list[dict[str, str | None]]:
        """Return why the answer about a decision type is not a plain yes, as one reason; none for a yes.

        A reason has a code, a text and the number of the mandate; to partners the code is collapsed (`COLLAPSED`).
        """
        if self.own and answer.reason is Reason.DECISION_TYPE_UNKNOWN:
            return [{"code": answer.reason.value, "text": self._of_unknown(decision_type), "mandate": None}]
        leg = answer.deciding_leg
        return [self._reason(answer.reason, leg)] if answer.reason else []

    def _of_unknown(self, decision_type: str) -> str:
        headings = headings_asked(self.register.directory, decision_type, self.at)
        return of_headings(headings) if headings else REASON_TEXTS[Reason.DECISION_TYPE_UNKNOWN]

    def _reason(self, reason: Reason, leg: LegAnswer | None) -> dict[str, str | None]:
        code = reason.value if self.own else self._collapsed(reason, leg)
        mandate = leg.mandate if leg else None
        named = mandate.number if mandate and self.names(mandate) and code != "no_mandate" else None
        return {"code": code, "text": REASON_TEXTS[code], "mandate": named}

    def _collapsed(self, reason: Reason, leg: LegAnswer | None) -> str:
        """Return a partner's code; an unknown type comes first, so that it does not tell who exists."""
        return "input_required" if leg is None else COLLAPSED.get(reason, "no_mandate")

    def mandate(self, mandate: Mandate | None, outcome: Outcome) -> dict[str, str] | None:
        """Name the mandate, to a partner only when it covers the decision or would."""
        if mandate is None or not self.names(mandate) or not (self.own or outcome.rank >= Outcome.CONDITIONAL.rank):
            return None
        return {"id": self.ids[mandate.number], "number": mandate.number}

    def leg(self, leg: LegAnswer) -> dict[str, object]:
        """Return one leg: its outcome, and the body on whose behalf."""
        body = self._body(leg)
        return {
            "decision_type": leg.decision_type,
            "outcome": leg.outcome.value,
            "on_behalf_of": {"code": body.code, "name": body.name} if body else None,
            "own_power": leg.own_power,
            "mandate": self.mandate(leg.mandate, leg.outcome),
            "reason": self._reason(leg.reason, leg) if leg.reason else None,
            "signature_line": self._signature_line(leg),
        }

    def _body(self, leg: LegAnswer) -> Body | None:
        return self.register.directory.body(leg.body, self.at) if leg.body else None

    def signature_line(self, answer: Answer) -> dict[str, str] | None:
        """Return the line with which a decision is signed that is authorised as a whole.

        Of a composite it is that of the last leg that is a private-law act, which meets the other party, else of the
        last leg.
        """
        if answer.outcome is not Outcome.AUTHORISED or not answer.legs:
            return None
        outward = [leg for leg in answer.legs if self._nature(leg) is Nature.PRIVATE_ACT]
        return self._signature_line((outward or answer.legs)[-1])

    def _signature_line(self, leg: LegAnswer) -> dict[str, str] | None:
        """Return the line of one leg; None when it is not authorised or no body is known."""
        body, nature = self._body(leg), self._nature(leg)
        if leg.outcome is not Outcome.AUTHORISED or body is None or nature is None:
            return None
        act = Act(nature, body.name, self.register.directory.name(self.at), leg.own_power)
        return signature_line(act, [self._hand(signatory) for signatory in leg.signatories])

    def _nature(self, leg: LegAnswer) -> Nature | None:
        fact = self.register.directory.decision_type(leg.decision_type, self.at)
        return fact.nature if fact else None

    def _hand(self, signatory: Signatory) -> Hand:
        """Return who signs: to a partner no position, no deputyship, and no name but one that it asked by."""
        if not self.own:
            return Hand(self._name_asked_by(signatory.person))
        directory = self.register.directory_of(signatory.person.organisation)
        position = directory.position(signatory.position, self.at) if directory and signatory.position else None
        return Hand(self._name(signatory.person), position.title if position else None, signatory.is_deputy)

    def _name_asked_by(self, person: Person) -> str | None:
        """Return the name by which a person was found; nobody looked at one beside a number, or vouches for it."""
        names = (named for named in self.asked if named.number is None and self.register.find(named) == {person})
        return next((named.name for named in names), None)

    def condition(self, condition: Condition, answer: Answer, question: Question) -> dict[str, object]:
        """Return a condition, of which mandate if that may be named, and whether who asks states that it is met."""
        mandates = {leg.mandate.number: leg.mandate for leg in answer.legs if leg.mandate}
        named = self.own or self.names(mandates.get(condition.mandate or ""))
        mandate, stated = condition.mandate if named else None, question.confirms(condition)
        return {"id": condition.id, "text": condition.text, "mandate": mandate, "stated_by_asker": stated}

    def conditions(self, answer: Answer, question: Question) -> list[dict[str, object]]:
        """Return the conditions, to a partner only those that stand between him and a yes, or that a yes rests on."""
        shown = self.own or answer.outcome.rank >= Outcome.CONDITIONAL.rank
        return [self.condition(condition, answer, question) for condition in answer.conditions] if shown else []

    def outcome(self, answer: Answer) -> Outcome:
        """Return the outcome: to a partner, a type that nobody knows is the question's fault, whoever it names."""
        return answer.outcome if self.own or answer.legs else Outcome.INDETERMINATE

    def stable_until(self, answer: Answer) -> datetime | None:
        """Return how long the answer holds: of a no, that would tell a partner when somebody comes or goes."""
        return answer.stable_until if self.own or answer.outcome is Outcome.AUTHORISED else None

    def explanation(self, answer: Answer) -> list[dict[str, object]] | None:
        """Return every gate tried for every candidate, to the own organisation alone."""
        return [self._explained(entry) for leg in answer.legs for entry in leg.explanation] if self.own else None

    def _explained(self, entry: Explained) -> dict[str, object]:
        gates = [
            {"gate": result.gate, "pass": result.reason is None, "reason": result.reason and result.reason.value}
            for result in entry.gates
        ]
        return {
            "mandate": entry.mandate,
            "decision_type": entry.decision_type,
            "gates": gates,
            "would_be_yes_if": [counterfactual(self.register.directory, self.at, remedy) for remedy in entry.remedies],
        }


def disclose(request: CheckRequest, question: Question, answer: Answer, view: DisclosureView) -> CheckResult:
    """Return what the caller is told of an answer; whether other knowledge gives another one is left open."""
    outcome = view.outcome(answer)
    until = view.stable_until(answer)
    if view.known_until:  # which says nothing of later
        until = min(until or view.known_until, view.known_until)
    if request.at is None:
        note_until(until)
    named = zip(request.employees, question.employees, strict=True)
    return CheckResult(
        id=uuid4(),
        organisation=question.organisation,
        employees=[_shown_employee(ref, one, view) for ref, one in named],
        decision_type=question.decision_type,
        decision=outcome.value == "authorised",
        outcome=outcome.value,
        reasons=view.reasons(answer, question.decision_type),
        mandate=view.mandate(answer.mandate, outcome),
        legs=[view.leg(leg) for leg in answer.legs],
        conditions=view.conditions(answer, question),
        at=question.at,
        known_at=question.known_at,
        evaluated_at=view.moment,
        stable_until=until,
        explanation=view.explanation(answer),
        signature_line=view.signature_line(answer),
    )


def _shown_employee(ref: EmployeeRef, named: Named, view: DisclosureView) -> dict[str, str | None]:
    """Show whom the answer is about: as asked, and to the own organisation by number and name."""
    asked: dict[str, str | None] = to_plain({way: getattr(ref, way) for way in WAYS})
    return asked | view.person(named)
