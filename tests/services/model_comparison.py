"""Questions to the register and to the clerk of `naive`, whose sheet the oracle of the rules reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from mandate_registry.errors import NotFound
from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.plain_data import to_plain
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.entries import EntryView, get, list_entries
from mandate_registry.services.register.points_in_time import PointInTime
from tests.rules.oracle import judge
from tests.rules.register_tables import World
from tests.rules.strategies import THERE
from tests.services import model_days, model_register
from tests.services.model_days import MOMENTS, NEVER
from tests.services.register_histories import FACTS, History
from tests.services.town_names import PEOPLE, STATIC

TYPES = ["buy.award", "buy.award", "leave", "buy.sign", "buy.conclude", "bylaw"]
AMOUNTS = [None, Decimal("40.00"), Decimal("100.00"), Decimal("140.00"), Decimal("900.00")]
INSTANT = timedelta(microseconds=1)


class Ask(NamedTuple):
    """A question; what the numbers mean is for `question` to say."""

    who: int
    what: int
    amount: int
    at: int
    known: int


@dataclass(frozen=True)
class Told:
    """What was told to a question: what must be told to it ever after."""

    request: CheckRequest
    outcome: str
    reasons: tuple[str, ...]
    mandates: tuple[str | None, ...]
    stable_until: str | None


def ask(history: History, request: CheckRequest) -> Told:
    """Ask the register."""
    told = check(COMMAND_LINE, history.installation, request)
    legs: list[Any] = told.legs
    mandates = [told.mandate, *(leg["mandate"] for leg in legs)]
    reasons = [one["code"] or "" for one in told.reasons]
    reasons += [leg["reason"]["code"] if leg["reason"] else "" for leg in legs]
    numbers = tuple(one["number"] if one else None for one in mandates)
    return Told(request, told.outcome, tuple(reasons), numbers, to_plain(told.stable_until))


def must_agree(history: History, asked: Ask) -> Told:
    """Ask the register and the clerk: the same outcome, reasons and mandates, and for the same time."""
    question = _question(history, asked)
    request = CheckRequest(
        organisation=history.oin,
        employees=tuple(EmployeeRef(number=one.number, organisation=one.organisation) for one in question.employees),
        decision_type=question.decision_type,
        amount=question.amount,
        at=question.at,
        known_at=question.known_at,
    )
    told = ask(history, request)
    reason, verdicts = _judge(history, question, question.at)
    outcome = reason.outcome if reason else Outcome.AUTHORISED
    assert told.outcome == outcome.value, f"{question}: told {told}, the clerk says {reason}"
    assert told.reasons[:1] == ((reason.value,) if reason else told.reasons[:1]), question
    if verdicts:
        reasons = ((reason.value,) if reason else ()) + tuple(
            one.reason.value if one.reason else "" for one in verdicts
        )
        assert (told.reasons, told.mandates[1:]) == (reasons, tuple(one.mandate for one in verdicts)), question
    assert told.stable_until == _turn(history, question), f"{question}: told {told}"
    return told


def _question(history: History, asked: Ask) -> Question:
    """Make a question about the first or the last instant of a square, as known at or just before some change."""
    number = [*PEOPLE, "x1"][asked.who % 7]
    at = MOMENTS[asked.at // 2 % len(MOMENTS)] - INSTANT * (asked.at % 2)
    moments = [history.founded, *(entry.recorded_at for entry in history.journal)]
    known_at = moments[-1 - asked.known // 4 % len(moments)] - INSTANT * (asked.known % 4 == 0)
    amount = AMOUNTS[asked.amount % len(AMOUNTS)]
    return Question(
        organisation=history.oin,
        employees=(Named(number=number, organisation=THERE if number == "x1" else None),),
        decision_type=TYPES[asked.what % len(TYPES)],
        at=at,
        known_at=now() if asked.known % 4 == 1 else known_at,
        amount=None if amount is None else Money(amount),
    )


def _judge(history: History, question: Question, at: datetime) -> tuple[Any, list[Any]]:
    return judge(World(history.oin, _tables(history, at, question.known_at)), _at(question, at))


def _at(question: Question, at: datetime) -> Question:
    values = {name: getattr(question, name) for name in question.__dataclass_fields__}
    return Question(**values | {"at": at})


def _turn(history: History, question: Question) -> str | None:
    """Return the first of the days on which the clerk has another answer; what was known once says nothing of later."""
    told = _judge(history, question, question.at)
    later = (at for at in MOMENTS if at > question.at and _judge(history, question, at) != told)
    turn = next(later, None)
    if any(moment > question.known_at for moment in (history.founded, *(one.recorded_at for one in history.journal))):
        turn = min(turn or question.known_at, question.known_at)
    return turn.isoformat().replace("+00:00", "Z") if turn else None


def _tables(history: History, at: datetime, known_at: datetime) -> dict[str, tuple[Any, ...]]:
    """Return what the clerk's sheet says as tables of facts."""
    if known_at < history.founded:
        return {}
    sheet, square = model_register.written(history.journal, known_at), model_days.square_of(at)
    lives = {
        table: tuple(
            FACTS[table](**said, valid=model_days.lasting(life), **_stopped(sheet, table, key))
            for key, (said, life) in found.items()
        )
        for table, found in sheet.lives.items()
    }
    mandates = [fact for number, paper in sheet.papers.items() for fact in _squares(number, paper, square)]
    return STATIC | lives | {"mandates": tuple(mandates)}


def _stopped(sheet: model_register.Sheet, table: str, key: Any) -> dict[str, Any]:
    halted = sheet.halted.get(key, set()) if table == "employees" else set()
    return {"suspensions": tuple(model_days.lasting(range(one, one + 1)) for one in halted)} if halted else {}


def _squares(number: str, paper: model_register.Paper, square: int) -> list[facts.Mandate]:
    """Return a fact for each square of a mandate, the nearest one first."""
    nearest = min(max(square, min(paper.said)), max(paper.said))
    return [_fact(number, paper, one) for one in (nearest, *paper.said)]


def _fact(number: str, paper: model_register.Paper, square: int) -> facts.Mandate:
    given: dict[str, Any] = {f"{giver}_consent": model_days.begins(since) for giver, since in paper.consents.items()}
    return facts.Mandate(
        number=number,
        kinds=tuple(facts.Kind),
        on_behalf_of="college",
        sub_mandating=2,
        approved=paper.approved,
        valid=model_days.lasting(range(square, square + 1)),
        suspensions=tuple(model_days.lasting(range(one, one + 1)) for one in paper.suspended),
        revoked_at=None if paper.revoked == NEVER else model_days.begins(paper.revoked),
        **paper.said[square],
        **given,
    )


def must_read_the_same(history: History, asked: Ask) -> None:
    """Read the mandates of the register, one by one and as a list: what they say, and where they stand."""
    question = _question(history, asked)
    when = PointInTime(question.at if asked.who % 3 else None, question.known_at if asked.what % 3 else None)
    sheet, square = model_register.Sheet(), model_days.square_of(when.valid_at or now())
    if when.known_at is None or when.known_at >= history.founded:
        sheet = model_register.written(history.journal, when.known_at)
    expected = {
        number: (sheet.status(number, square), paper.on(square))
        for number, paper in sheet.papers.items()
        if when.valid_at is None or square in paper.said
    }
    wanted = Slice({"organisation": history.oin}, 1000)
    listed = list_entries(history.hr, history.installation, "mandates", wanted, when).items
    found = {stored.entry.fact.number: _read(stored) for stored in listed}
    assert found == expected, when
    assert len(listed) == len(found)
    numbers = [number for number in history.ids if number.startswith("M-")]
    if numbers:
        number = numbers[asked.amount % len(numbers)]
        try:
            read = _read(get(history.hr, history.installation, "mandates", history.ids[number], when))
        except NotFound:
            read = None
        assert read == expected.get(number), (number, when)


def _read(stored: EntryView) -> tuple[str, dict[str, Any]]:
    assert stored.standing
    said = ("decision_types", "max_amount", "seats", "parent")
    return stored.standing.status.value, {name: getattr(stored.entry.fact, name) for name in said}
