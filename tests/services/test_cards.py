"""A card: made for oneself, decided at the second in which somebody looks, and ended at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import event, select

from mandate_registry.errors import Forbidden, InvalidInput, NotFound, TooMany
from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.powers.powers import Limit
from mandate_registry.rules.presentation_code import NameForm, Presented
from mandate_registry.services.callers import COMMAND_LINE, Caller, Channel
from mandate_registry.services.cards import employee_cards
from mandate_registry.services.cards.card_view import CardVerdict, CardView, view_card
from mandate_registry.services.cards.employee_cards import CardRequest, NewCard
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.checks.access_log import list_traces
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.register_writer import RegisterWriter, entries_of, find_entry, open_register
from models import metadata
from tests.services.town import HR, OIN, Town, somebody

KIM = somebody(Role.HOLDER, "e1")
LEE = somebody(Role.HOLDER, "e2")
WANTED = CardRequest(organisation=OIN, decision_types=("permit",), minutes=60, name=NameForm.FULL, shows_limits=True)


@pytest.fixture
def town(installation: Installation) -> Town:
    """Return a town in which Kim may decide about permits up to 100 euro, and Lee stands in for Kim."""
    found = Town.founded(installation)
    with changing(found) as register:
        register.put("employees", uuid4(), facts.Employee(number="e2", name="Lee de Boer"))
        register.put("positions", uuid4(), facts.Position(code="clerk", title="Vergunningverlener"))
        register.put("appointments", uuid4(), facts.Appointment(employee="e1", position="clerk"))
        kim, lee = Seat(employee="e1"), Seat(employee="e2")
        register.put(
            "deputyships",
            uuid4(),
            facts.Deputyship(number="P-1", principal=kim, deputy=lee, max_amount=Decimal("40.00")),
        )
        heading = facts.DecisionType(code="tax", title_nl="Belasting", nature=facts.Nature.DECISION)
        register.put("decision_types", uuid4(), heading)
    return found


@contextmanager
def changing(town: Town) -> Iterator[RegisterWriter]:
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        yield register
        register.record(COMMAND_LINE, "change")


def made(town: Town, caller: Caller = KIM, **otherwise: Any) -> NewCard:
    return employee_cards.create(caller, town.installation, replace(WANTED, **otherwise))


def looked(town: Town, card: NewCard) -> CardView:
    return view_card(town.installation, Presented.of(card.code))


def verdict(town: Town, card: NewCard) -> CardVerdict:
    (one,) = looked(town, card).decisions
    return one.verdict


def test_it_shows_what_its_holder_chose_and_no_more(town: Town) -> None:
    town.granted()
    shown = looked(town, made(town))
    (one,) = shown.decisions
    assert (shown.organisation, shown.name, shown.titles, shown.is_valid) == (
        "Town",
        "Kim",
        ("Vergunningverlener",),
        True,
    )
    assert (one.verdict, one.limits) == (CardVerdict.YES, (Limit("EUR", facts.Vat.EXCL, maximum=Decimal("100.00")),))
    hidden = looked(town, made(town, shows_limits=False, name=NameForm.NONE))
    (one,) = hidden.decisions
    assert (hidden.name, one.limits, one.depends_on_amount) == (None, (), True)


def test_it_shows_what_may_be_decided_by_both_clocks_where_they_differ(town: Town) -> None:
    """A host that is ahead recorded something else: what begins in between has not begun by the other clock."""
    mandate, soon = town.granted(), timedelta(minutes=10)
    card = made(town)
    town.amends(HR, mandate, valid_from=datetime.now(UTC) + soon)
    town.does(somebody(Role.APPROVER, "Arjan"), Event.APPROVAL, mandate)
    with time_machine.travel(datetime.now(UTC) + 2 * soon):
        town.draft(number="M-2")
        assert verdict(town, card) is CardVerdict.YES
    assert verdict(town, card) is CardVerdict.NO


def test_one_for_a_partner_shows_nothing_of_the_person(town: Town) -> None:
    town.granted()
    shown = looked(town, made(town, partner="00000009000000000002"))
    assert (shown.organisation, shown.partner) == ("Town", "00000009000000000002")
    assert (shown.name, shown.titles, shown.decisions) == (None, (), ())


def leaves(town: Town) -> None:
    with changing(town) as register:
        entry = find_entry(register, "employees", "e1")
        assert entry
        register.close("employees", [entry])
        until = datetime.now(UTC) - timedelta(seconds=1)
        register.put("employees", entry.id, replace(entry.fact, valid=Period(None, until)))


def is_stopped(town: Town, _: UUID) -> None:
    with changing(town) as register:
        (entry,) = entries_of(register, "employees", "e1")
        register.close("employees", [entry])
        since = datetime.now(UTC) - timedelta(seconds=1)
        register.put("employees", entry.id, replace(entry.fact, suspensions=(Period(since, None),)))


def is_suspended(town: Town, mandate: UUID) -> None:
    town.does(HR, Event.SUSPENSION, mandate, details=EventDetails(reason="Onderzoek."))


def is_revoked(town: Town, mandate: UUID) -> None:
    town.does(HR, Event.REVOCATION, mandate, details=EventDetails(reason="Vervallen."))


@pytest.mark.parametrize("happens", [is_suspended, is_revoked, lambda town, _: leaves(town), is_stopped])
def test_what_ends_the_mandate_is_seen_at_the_next_look(town: Town, happens: Callable[[Town, UUID], None]) -> None:
    mandate = town.granted()
    card = made(town)
    assert verdict(town, card) is CardVerdict.YES
    happens(town, mandate)
    assert verdict(town, card) is CardVerdict.NO
    assert not looked(town, card).is_valid


def test_a_deputy_has_one_while_it_is_his_turn(town: Town) -> None:
    town.granted()
    with pytest.raises(InvalidInput):
        made(town, LEE)
    identity, absence = uuid4(), facts.Absence(employee="e1")
    with changing(town) as register:
        register.put("absences", identity, absence)
    card = made(town, LEE, name=NameForm.SHORT)
    shown = looked(town, card)
    assert shown.name == "L. de Boer"
    assert [limit.maximum for one in shown.decisions for limit in one.limits] == [Decimal("40.00")]
    with changing(town) as register:
        entry = find_entry(register, "absences", "e1")
        assert entry
        register.close("absences", [entry])
    assert verdict(town, card) is CardVerdict.NO


def test_only_what_may_be_decided_stands_on_it(town: Town) -> None:
    town.granted()
    with pytest.raises(InvalidInput) as refused:
        made(town, decision_types=("permit", "tax", "nothing"))
    assert [(one.field, one.code) for one in refused.value.errors] == [
        ("decisionTypes.1", "not_decidable"),
        ("decisionTypes.2", "not_decidable"),
    ]


def test_an_employee_makes_it_for_himself_and_who_keeps_the_register_for_everybody(town: Town) -> None:
    town.granted()
    another = EmployeeRef(number="e1")
    assert made(town, HR, employee=another).card.created_by == "Hanna"
    elsewhere = Caller((Role.HR,), "00000009000000000002", "key", "e1")
    partner = Caller((Role.PARTNER,), OIN, "key", "e1")
    for caller in (LEE, elsewhere, partner, somebody(Role.APPROVER, "e1")):
        with pytest.raises(Forbidden):
            made(town, caller, employee=another)
    with pytest.raises(InvalidInput) as refused:
        made(town, HR)
    assert [error.field for error in refused.value.errors] == ["employee"]


def test_each_sees_and_revokes_his_own(town: Town) -> None:
    town.granted()
    card = made(town).card
    for caller, seen in ((KIM, 1), (HR, 1), (COMMAND_LINE, 1), (LEE, 0)):
        assert len(employee_cards.list_cards(caller, town.installation, Slice()).items) == seen
    for caller in (LEE, Caller((Role.HR,), "00000009000000000002", "key", "e1")):
        with pytest.raises(NotFound):
            employee_cards.revoke(caller, town.installation, card.id)
    revoked = employee_cards.revoke(KIM, town.installation, card.id)
    assert (revoked.revoked_by, revoked.revoked_at is not None) == ("e1", True)
    assert employee_cards.revoke(HR, town.installation, card.id) == revoked


@contextmanager
def statements(installation: Installation) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(*given: Any) -> None:
        heard.append(given[2])

    event.listen(installation.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(installation.engine, "before_cursor_execute", hear)


def test_a_code_that_is_good_no_more_is_like_one_that_never_was(town: Town) -> None:
    """The same error after the same work, whichever it is."""
    town.granted()
    expired, revoked, unknown = made(town, minutes=1), made(town), "0000-0000-0000-0000-0000"
    employee_cards.revoke(KIM, town.installation, revoked.card.id)
    told = []
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=False):
        for code in (expired.code, revoked.code, unknown, "x"):
            with statements(town.installation) as heard, pytest.raises(NotFound) as refused:
                view_card(town.installation, Presented.of(code))
            told.append((str(refused.value), heard))
    assert all(one == told[0] for one in told)


def test_the_code_stands_nowhere_in_the_database(town: Town) -> None:
    town.granted()
    card = made(town)
    looked(town, card)
    with town.installation.reading() as connection:
        rows = [repr(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert card.card.id.hex in "".join(rows).replace("-", "")
    assert not [row for row in rows if card.code in row or card.code.replace("-", "") in row]


def test_every_look_counts_once_also_of_many_at_once(town: Town) -> None:
    town.granted()
    card = made(town)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: looked(town, card), range(16)))
    kept = employee_cards.read_card(KIM, town.installation, card.card.id)
    assert kept.times_shown == 16
    assert kept.last_shown_at is not None


def test_one_code_is_presented_only_so_often(town: Town) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        for number in range(31):
            with pytest.raises(NotFound if number < 30 else TooMany):
                view_card(town.installation, Presented.of("0000-0000-0000-0000-0000"))


def test_its_holder_sees_that_it_was_looked_at(town: Town) -> None:
    town.granted()
    looked(town, made(town))
    (trace,) = list_traces(KIM, town.installation, Slice()).items
    assert (trace.channel, trace.asker, trace.kind) == (Channel.CARD, None, "search")


def test_however_a_code_is_typed_it_is_the_same(town: Town) -> None:
    town.granted()
    card = made(town)
    typed = card.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert view_card(town.installation, Presented.of(typed)).is_valid


def test_what_ended_long_ago_is_deleted_with_the_next(town: Town) -> None:
    town.granted()
    old = made(town).card
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1828), tick=False):
        made(town)
        with pytest.raises(NotFound):
            employee_cards.read_card(KIM, town.installation, old.id)
