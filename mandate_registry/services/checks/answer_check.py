"""The check: whether these people may take this decision, for this organisation, at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.rules.answers import Answer
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.decision.remedies import with_remedies
from mandate_registry.rules.questions import Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.access_basis import AccessBasis, authorise
from mandate_registry.services.checks.call_limits import within_limits, yielding_turns
from mandate_registry.services.checks.check_records import CheckRecord, worst_of
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.disclosure import disclose
from mandate_registry.services.checks.partner_answers import answer_partner
from mandate_registry.services.checks.recorder import ask_and_record
from mandate_registry.services.checks.resolved_people import find_cards, resolve, subjects_of
from mandate_registry.services.checks.undisclosed import person_meant
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right


def check(caller: Caller, installation: Installation, request: CheckRequest) -> CheckResult:
    """Answer one question, keep it with what was told, and return what this caller may be told.

    The result has a signed receipt if the request wants one. InvalidInput names a field that cannot be: an organisation
    without a register here, knowledge of the future, or a partner's question without a purpose. Forbidden when the
    caller may not ask this, and TooMany when it asks or tries too much: that is kept too. Unavailable when the register
    cannot be read or written.
    """
    with within_limits(caller, installation, [request]):
        records = ask_and_record(caller, installation, lambda session: [answer(session, request)])
    (result,) = _results(records)
    return result


def check_all(
    caller: Caller, installation: Installation, requests: Sequence[CheckRequest], path: str = "checks.{}."
) -> list[CheckResult]:
    """Answer many questions from one snapshot, and keep all of them with what was told in one commit.

    InvalidInput and Forbidden name the fields of all of them, TooMany refuses them all; `path` says where a question
    stands, its number put in. InvalidInput and Unavailable as `within_limits`.
    """
    with within_limits(caller, installation, requests):
        records = ask_and_record(caller, installation, lambda session: _answer_all(session, requests, path))
    return _results(records)


def answer(session: CheckSession, request: CheckRequest) -> CheckRecord:
    """Answer one question, as far as this caller is told, or refuse it; InvalidInput as `check`.

    Where the clocks of hosts disagree about its moment, it is the worst of the answers by each.
    """
    session.look_at([request])  # the registers that it names, all at one moment
    request = find_cards(session, request)  # the code of a card names its holder
    answers = []
    try:
        basis = authorise(session, Right.ASK, request)  # as one of its own, the employee concerned, or a partner
        question = resolve(session, request)  # ids and cards become people
        for at in session.clocks.moments(request.at):
            asked = replace(question, at=at)
            if basis.agreed:  # load, decide and disclose what was agreed
                answers.append(answer_partner(session, request, asked, basis.agreed))
            else:  # load, decide and disclose in full
                answers.append(_answer_own(session, request, asked, basis))
    except Forbidden as refusal:
        return CheckRecord.refused(request, subjects_of(session, request), refusal)
    return worst_of(answers, request.at)


def _answer_own(session: CheckSession, request: CheckRequest, question: Question, basis: AccessBasis) -> CheckRecord:
    """Answer in full, with every mandate that was tried; Forbidden for an employee who asks about others."""
    view = session.load(question)
    basis.must_concern(view.register.find(named) for named in question.employees)
    answer = with_remedies(view.register, question, decide(view.register, question, explain=True))
    result = disclose(request, question, answer, view)
    result = replace(result, differs_from_then=_differs_from_then(session, question, answer))
    subjects = [person_meant(view.register, named) for named in question.employees]
    return CheckRecord(request, result.outcome, subjects, result, receipted=request.receipt is True)


def _differs_from_then(session: CheckSession, question: Question, answer: Answer) -> bool | None:
    """Return True if the register answers otherwise from other knowledge (`known_otherwise`); None without it."""
    other = session.known_otherwise(question)
    if other is None:
        return None
    return decide(session.load(other).register, other, look_ahead=False).ground != answer.ground


def _answer_all(session: CheckSession, requests: Sequence[CheckRequest], path: str) -> list[CheckRecord]:
    records: list[CheckRecord] = []
    invalid: list[FieldError] = []
    session.look_at(requests)
    for place, request in enumerate(yielding_turns(requests)):
        try:
            records.append(_placed(answer(session, request), path.format(place)))
        except InvalidInput as error:
            invalid += _named_within(path.format(place), error.errors)
    if invalid:
        raise InvalidInput(*dict.fromkeys(invalid))
    return records


def _placed(record: CheckRecord, path: str) -> CheckRecord:
    """Rename the fields of a refusal to those of its question within the call."""
    if not isinstance(record.refusal, Forbidden):
        return record
    return replace(record, refusal=Forbidden(str(record.refusal), *_named_within(path, record.refusal.errors)))


def _named_within(path: str, errors: Sequence[FieldError]) -> list[FieldError]:
    return [replace(error, field=path + error.field) for error in errors]


def _results(records: Sequence[CheckRecord]) -> list[CheckResult]:
    return [record.result for record in records if record.result]
