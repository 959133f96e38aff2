"""A new mandate of a list without first days holds from the day that was answered, and never since ever in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grants.first_days import asks_since
from mandate_registry.rules.facts import Instrument
from mandate_registry.rules.moments import day_of
from tests.register_folder.sheets import LIST, ROW, ZONE, added, facts_of, laid_of, merged, planned, said

TEXT = f"{LIST}\n{ROW}\n"
BESLUIT = Instrument(reference="MB-2026", title="Mandaatbesluit 2026", in_force_from=date(2026, 1, 1))
GRANTED: dict[str, Any] = {"fixed": {"instrument": "MB-2026"}, "later": (), "since": "instrument"}
NEW = {"reference": "MB-2027", "title": "Mandaatbesluit 2027", "adopted_by": "College van B en W"} | {
    "adopted_on": "2026-12-09",
    "in_force_from": "2027-01-01",
}
COMES: dict[str, Any] = {"fixed": {"instrument": "MB-2027"}, "later": (), "granting": NEW, "since": "instrument"}


def with_besluit(register: RegisterFolder, **said_otherwise: Any) -> RegisterFolder:
    return replace(register, tables=register.tables | {"instruments": [replace(BESLUIT, **said_otherwise)]})


def first_day(fact: Any) -> date | None:
    return day_of(fact.valid.since, ZONE) if fact.valid.since else None


def test_a_new_mandate_waits_for_the_answer(small_register: RegisterFolder) -> None:
    two = f"{TEXT}{ROW.replace('X-1', 'X-2')}\n"
    assert said(merged(small_register, two, since="")) == [(None, "valid_from", "open_since")]


@pytest.mark.parametrize(
    ("since", "expected"), [("instrument", date(2026, 1, 1)), ("2026-03-01", date(2026, 3, 1)), ("none", None)]
)
def test_a_new_mandate_holds_from_what_was_answered(
    small_register: RegisterFolder, since: str, expected: date | None
) -> None:
    register = with_besluit(small_register)
    (found,) = added(register, merged(register, TEXT, **GRANTED | {"since": since}), "mandates")
    assert first_day(found) == expected


def test_a_decision_that_goes_back_works_from_then(small_register: RegisterFolder) -> None:
    register = with_besluit(small_register, retroactive_to=date(2025, 7, 1))
    (found,) = added(register, merged(register, TEXT, **GRANTED), "mandates")
    assert first_day(found) == date(2025, 7, 1)


def test_a_decision_without_a_day_is_no_answer(small_register: RegisterFolder) -> None:
    register = with_besluit(small_register, in_force_from=None)
    assert said(merged(register, TEXT, **GRANTED)) == [(2, "valid_from", "no_first_day")]
    later = merged(small_register, TEXT, since="instrument")
    assert said(later) == [(2, "valid_from", "no_first_day")]


def test_each_row_has_the_day_of_its_own_decision(small_register: RegisterFolder) -> None:
    besluiten: list[Any] = [BESLUIT, replace(BESLUIT, reference="MB-2025", title="Oud", in_force_from=date(2025, 2, 1))]
    register = replace(small_register, tables=small_register.tables | {"instruments": besluiten})
    text = f"{LIST};Mandaatbesluit\n{ROW};MB-2026\n{ROW.replace('X-1', 'X-2')};MB-2025\n"
    found = added(register, merged(register, text, since="instrument", later=()), "mandates")
    assert [first_day(one) for one in found] == [date(2026, 1, 1), date(2025, 2, 1)]


def test_a_row_with_a_day_of_its_own_keeps_it_and_an_empty_one_is_asked_about(small_register: RegisterFolder) -> None:
    text = f"{LIST};Geldig vanaf\n{ROW};1-5-2026\n{ROW.replace('X-1', 'X-2')};\n"
    laid = laid_of(text)
    assert asks_since(planned(laid), laid)
    assert said(merged(small_register, text, since="")) == [(None, "valid_from", "open_since")]
    found = added(small_register, merged(small_register, text, since="2026-03-01"), "mandates")
    assert [first_day(one) for one in found] == [date(2026, 5, 1), date(2026, 3, 1)]


def test_a_list_in_which_all_days_stand_is_not_asked_about(small_register: RegisterFolder) -> None:
    text = f"{LIST};Geldig vanaf\n{ROW};1-5-2026\n"
    laid = laid_of(text)
    assert not asks_since(planned(laid), laid)
    assert said(merged(small_register, text, since="")) == []


def test_a_mandate_that_is_there_keeps_its_first_day(small_register: RegisterFolder) -> None:
    once = merged(small_register, TEXT, since="2026-03-01").register
    (found,) = added(once, merged(once, "Nummer;Instructies\nX-1;Bel eerst\n", "mandates", since=""), "mandates")
    assert first_day(found) == date(2026, 3, 1)


@pytest.mark.parametrize("since", ["2026-03-01", "2026-04-01", "none", ""])
def test_a_list_without_numbers_changes_nothing_the_second_time(small_register: RegisterFolder, since: str) -> None:
    text = TEXT.replace("Nummer;", "").replace("X-1;", "")
    once = merged(small_register, text, "mandates", numbers="M-", since="2026-03-01").register
    again = merged(once, text, "mandates", numbers="M-", since=since)
    assert (said(again), facts_of(again.register, "mandates")) == ([], facts_of(once, "mandates"))


def test_a_last_day_before_the_answered_first_is_an_error(small_register: RegisterFolder) -> None:
    text = f"{LIST};Geldig tot en met\n{ROW};31-12-2025\n"
    result = merged(small_register, text, since="2026-03-01", bounds={"valid_until": "within"})
    assert [code for _, _, code in said(result)] == ["last_day_before_first"]


def test_a_decision_comes_into_the_register_with_the_mandates_that_it_grants(small_register: RegisterFolder) -> None:
    result = merged(small_register, TEXT, **COMES)
    (besluit,) = added(small_register, result, "instruments")
    assert (besluit.reference, besluit.title, besluit.adopted_by) == tuple(NEW.values())[:3]
    assert (besluit.adopted_on, besluit.in_force_from) == (date(2026, 12, 9), date(2027, 1, 1))
    (found,) = added(small_register, result, "mandates")
    assert (found.instrument, first_day(found)) == ("MB-2027", date(2027, 1, 1))
    assert list(result.rows) == [("mandates", "X-1")]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"title": ""}, "added_untold"),
        ({"reference": "MB-2026"}, "added_taken"),
        ({"title": "mandaatbesluit 2026"}, "added_taken"),
    ],
)
def test_it_is_told_whole_and_is_not_there_yet(small_register: RegisterFolder, told: dict[str, str], code: str) -> None:
    register = with_besluit(small_register)
    answers = COMES | {"granting": NEW | told, "fixed": {"instrument": (NEW | told)["reference"]}}
    assert said(merged(register, TEXT, **answers)) == [(None, "instrument", code)]
