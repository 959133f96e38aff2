"""To whom new mandates may be named is asked once for a list that does not tell, and never taken for granted."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder import RegisterFolder
from tests.register_folder.sheets import LIST, ROW, added, facts_of, merged, said

TEXT = f"{LIST}\n{ROW}\n"


def test_a_new_mandate_waits_for_the_answer(small_register: RegisterFolder) -> None:
    assert said(merged(small_register, TEXT, disclosure="")) == [(None, "disclosure", "open_disclosure")]


@pytest.mark.parametrize("answer", ["public", "partners", "internal"])
def test_a_new_mandate_has_what_was_answered(small_register: RegisterFolder, answer: str) -> None:
    (found,) = added(small_register, merged(small_register, TEXT, disclosure=answer), "mandates")
    assert found.disclosure == answer


def test_a_mandate_that_is_there_keeps_what_the_register_says(small_register: RegisterFolder) -> None:
    once = merged(small_register, TEXT, disclosure="internal").register
    text = "Nummer;Instructies\nX-1;Bel eerst\n"
    for answer in ("", "public"):
        (found,) = added(once, merged(once, text, "mandates", disclosure=answer), "mandates")
        assert (found.number, found.instructions, found.disclosure) == ("X-1", "Bel eerst", "internal")


def test_a_column_or_one_value_for_all_rows_says_it_instead(small_register: RegisterFolder) -> None:
    text = f"{LIST};Openbaar\n{ROW};nee\n"
    (found,) = added(small_register, merged(small_register, text, disclosure=""), "mandates")
    assert found.disclosure == "internal"
    result = merged(small_register, TEXT, disclosure="public", fixed={"disclosure": "internal"})
    assert [one.disclosure for one in added(small_register, result, "mandates")] == ["internal"]


def test_a_list_without_numbers_changes_nothing_the_second_time(small_register: RegisterFolder) -> None:
    text = TEXT.replace("Nummer;", "").replace("X-1;", "")
    once = merged(small_register, text, "mandates", numbers="M-", disclosure="internal").register
    again = merged(once, text, "mandates", numbers="M-", disclosure="internal")
    assert (said(again), facts_of(again.register, "mandates")) == ([], facts_of(once, "mandates"))
