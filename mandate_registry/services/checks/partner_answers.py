"""An answer to a partner: about an undisclosed subject in the same words, and with the same work, as about anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide, holds_until
from mandate_registry.rules.questions import Question
from mandate_registry.services.checks.check_records import CheckRecord
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.disclosure import disclose
from mandate_registry.services.checks.enumeration_guard import attempt_of
from mandate_registry.services.checks.undisclosed import KnownSubjects, signatories_of


@dataclass(frozen=True, slots=True)
class _Disclosed:
    """What a partner is told from one state of knowledge, whom it may hear of, and from what that was decided."""

    result: CheckResult
    disclosable: KnownSubjects
    register: Register


def answer_partner(
    session: CheckSession, request: CheckRequest, question: Question, agreed: AgreementSet
) -> CheckRecord:
    """Answer what was agreed; whether it differs from other knowledge is compared by what a partner would be told."""
    disclosed = _disclose(session, request, question, agreed)
    other, result = session.known_otherwise(question), disclosed.result
    if other is not None:
        compared = _disclose(session, request, other, agreed).result
        result = replace(result, differs_from_then=compared.essence != result.essence)
    attempt = attempt_of(request, question, disclosed.register, disclosed.disclosable.undisclosed)
    receipted = request.receipt is not False
    return CheckRecord(
        request, result.outcome, disclosed.disclosable.subjects, result, attempt=attempt, receipted=receipted
    )


def _disclose(session: CheckSession, request: CheckRequest, question: Question, agreed: AgreementSet) -> _Disclosed:
    """Decide with a decoy for each undisclosed subject, then without them where there are any."""
    disclosable = KnownSubjects.of(session.staff(question), question, agreed)
    decoyed = disclosable.with_decoys(question)
    view = session.load(decoyed, own=False)
    register = view.register
    decoyed = disclosable.with_mentioned(decoyed, register)
    answer = decide(register, decoyed, look_ahead=False)
    known = disclosable.without_undisclosed(disclosable.with_mentioned(question, register), register)
    if known != decoyed:
        answer = decide(register, known, look_ahead=False)
    if answer.outcome is Outcome.AUTHORISED:  # of nothing else a partner is told how long it holds
        signing = signatories_of(known, answer, register)
        answer = replace(answer, stable_until=holds_until(register, signing, answer))
    view = replace(view, asked=known.employees, known_until=session.known_until(question))
    return _Disclosed(disclose(request, question, answer, view), disclosable, register)
