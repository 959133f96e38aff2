"""Before a proposal is handed in and where it waits, its page says on top who may approve how much, and what turns."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from werkzeug.test import Client

from mandate_registry.register_folder.writer import write_zip
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent, tag_in
from tests.web.mandates import read
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import checked, imported, upload

OF_SECRETARY = "T-1;mandate;college;Gemeentesecretaris;subsidy.grant;900.000,00;"
OF_SUPERVISOR = "T-2;mandate;college;Toezichthouder;subsidy.grant;900.000,00;"
OF_BUYER = "T-3;mandate;college;Inkoper;subsidy.grant;900.000,00;"
TURNS = "WL-3.1;mandate;college;Griffier;purchase.award;;"
MAY_NOT = "may not approve 1 of 3 entries, because this person would be able to decide more by them"
IN_THE_WAY = [
    "Nobody who is known to approve may approve all of this",
    f"Geert-Jan Wolthuis (W-004) {MAY_NOT}: T-1. Geert-Jan Wolthuis gains: Grant a subsidy.",
    f"Robin Stavast (W-031) {MAY_NOT}: T-2.",
]


def english(client: Client) -> Client:
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def hr(here: Site) -> Client:
    here.client(Role.ADMINISTRATOR)  # who signs in to approve is known to do so
    here.client(Role.APPROVER)
    return english(here.client(Role.HR))


@pytest.fixture
def approver(here: Site) -> Client:
    return english(here.client(Role.APPROVER))


def shown(client: Client, path: str) -> str:
    """Return the text of a page on one line."""
    return " ".join(text_of(client.get(path).text).split())


def waiting(client: Client) -> list[str]:
    """Return the addresses of what waits for approval."""
    return re.findall(r'href="(/desk/changesets/[0-9a-f-]{36})"', client.get("/desk/changesets?state=submitted").text)


def test_before_and_after_it_is_proposed_it_is_said_who_may_not_approve_which_entries(
    hr: Client, approver: Client
) -> None:
    check = checked(hr, OF_SECRETARY, OF_SUPERVISOR, OF_BUYER)
    before = shown(hr, check)
    changeset = imported(hr, check)
    for page in (before, shown(hr, changeset), shown(approver, changeset), shown(approver, f"{changeset}/approve")):
        assert [text for text in IN_THE_WAY if text not in page] == []


def test_who_proposes_what_gives_himself_power_reads_it_before(hr: Client) -> None:
    page = shown(hr, checked(hr, "T-1;mandate;college;Juridisch adviseur;subsidy.grant;900.000,00;"))
    assert "You would be able to decide more by what you propose: Grant a subsidy." in page
    assert "You gain by this yourself" not in shown(hr, checked(hr, OF_BUYER))


def test_the_page_that_says_proposed_says_it_too_and_splits(hr: Client) -> None:
    check = checked(hr, OF_SECRETARY, OF_SUPERVISOR, OF_BUYER)
    mark = re.search(r'name="mark" value="([^"]*)"', hr.get(check).text)
    assert mark
    done = hr.get(sent(hr, check, mark=mark[1]).location).text
    assert IN_THE_WAY[1] in " ".join(text_of(done).split())
    assert 'name="approver" value="W-004"' in done


def test_one_button_splits_it_into_two_that_two_people_approve(here: Site, hr: Client, approver: Client) -> None:
    changeset = imported(hr, checked(hr, OF_SECRETARY, OF_SUPERVISOR, OF_BUYER))
    assert "approver" not in re.findall(r'name="(\w+)"', approver.get(changeset).text)  # he proposes nothing
    split = sent(hr, f"{changeset}/split", approver="W-004", _tag=tag_in(hr.get(changeset)))
    assert split.location.endswith(changeset)
    became = shown(hr, changeset)
    parts = "mandaten.csv: 2 mandates (Waits for approval) mandaten.csv: 1 mandate (Waits for approval)"
    assert f"This became 2 proposals {parts}" in became
    assert {*re.findall(r'href="(/desk/changesets/[0-9a-f-]{36})"', hr.get(changeset).text)} >= {*waiting(hr)}
    titles = re.findall(r"mandaten\.csv: \d+ mandates?", text_of(hr.get("/desk/changesets?state=submitted").text))
    assert sorted(titles) == ["mandaten.csv: 1 mandate", "mandaten.csv: 2 mandates"]
    administrator = english(here.client(Role.ADMINISTRATOR))
    for path in waiting(hr):
        by = approver if "Geert-Jan Wolthuis (W-004) may approve all of it." in shown(approver, path) else administrator
        fill(by, f"{path}/approve")
    assert waiting(hr) == []
    assert [read(here, number).entry.fact.approved for number in ("T-1", "T-2", "T-3")] == [True] * 3


def test_what_cannot_be_split_says_why(hr: Client) -> None:
    changeset = imported(hr, checked(hr, OF_BUYER))
    answer = sent(hr, f"{changeset}/split", approver="W-004", _tag=tag_in(hr.get(f"{changeset}/withdraw")))
    assert answer.status_code == 409
    assert "Nothing of this keeps this person from approving all of it." in text_of(answer.text)


def test_expected_checks_that_turn_stand_on_top_by_what_they_ask_with_the_row_that_is_why(
    hr: Client, approver: Client
) -> None:
    check = checked(hr, TURNS)
    preview = hr.get(check).text
    changeset = imported(hr, check)
    for page, heading in ((preview, "This would change"), (approver.get(changeset).text, "What it does")):
        text = " ".join(text_of(page).split())
        said = text.index("questions that your organisation guards get another answer")
        assert said < text.index(heading)
        assert re.search(r"(?s)<strong[^>]*>[A-Z][a-z]+ [A-Z][^,<]+, Award an order[^<]*</strong>.*By: WL-3.1", page)
        assert re.search(r"Award an order, €.[0-9,]+ [^(]*\(asked at [^)]+\) [a-z ]+ → [a-z ]+", text)
        assert "Why your organisation expects the present answer: " in text
        assert "because: (optional)" not in text
        assert not re.search(r"</strong> <span[^>]*>\(", page)  # the code of an expected check says nothing to a reader
        assert re.search(r'Last resort.*<a href="/desk/expected-checks/[0-9a-f-]{36}/end', page, re.DOTALL)


def test_a_proposal_is_called_by_its_file_and_what_it_is_about(hr: Client) -> None:
    changeset = imported(hr, checked(hr, OF_SECRETARY, OF_BUYER))
    assert "<h1>mandaten.csv: 2 mandates</h1>" in hr.get(changeset).text
    hr.set_cookie("lang", "nl")
    assert "<h1>mandaten.csv: 2 mandaten</h1>" in hr.get(changeset).text
    assert "mandaten.csv: 2 mandaten" in text_of(hr.get("/desk/changesets").text)


def test_two_files_of_one_name_that_wait_are_told_apart_by_the_second_they_came(hr: Client) -> None:
    for _ in range(2):
        checked(hr, OF_BUYER)
    rows = re.findall(r"mandaten\.csv</a></td>\s*<td>[^<]*</td>\s*<td>([^<]*)</td>", hr.get("/desk/imports").text)
    assert len(rows) == 2
    assert all(re.search(r"\d\d:\d\d:\d\d", row) for row in rows)


def test_a_register_without_an_expected_answer_is_proposed_with_its_reason(
    here: Site, hr: Client, approver: Client
) -> None:
    register = export_register(COMMAND_LINE, here.installation, WIERDENLAND)
    stream = io.BytesIO()
    write_zip(replace(register, expectations=(register.expectations or [])[1:]), stream)
    check = upload(hr, stream.getvalue(), "register.zip").location
    shown_first = hr.get(check)
    mark = re.search(r'name="mark" value="([^"]*)"', shown_first.text)
    assert mark
    unsaid = sent(hr, check, mark=mark[1], motivation=" ")
    assert (unsaid.status_code, 'href="#motivation"' in unsaid.text) == (400, True)
    done = hr.get(sent(hr, check, mark=mark[1], motivation="Besluit van 1 juli.").location).text
    (changeset,) = set(re.findall(r'href="(/desk/changesets/[0-9a-f-]{36})"', done))
    assert "Besluit van 1 juli." in shown(approver, changeset)


def test_one_step_proposes_to_expect_what_would_be_answered_then(hr: Client, approver: Client) -> None:
    changeset = imported(hr, checked(hr, TURNS))
    assert "expect" not in re.findall(r'action="[^"]*/(\w+)"', approver.get(changeset).text)
    page = hr.get(changeset).text
    assert "Expect from then on what would be answered then, because:" in page
    unsaid = sent(hr, f"{changeset}/expect", _ticked(page), motivation=" ", _tag=tag_in(hr.get(changeset)))
    assert (unsaid.status_code, 'href="#motivation"' in unsaid.text) == (400, True)
    unticked = sent(hr, f"{changeset}/expect", motivation="Zo is besloten.", _tag=tag_in(hr.get(changeset)))
    assert (unticked.status_code, 'href="#isExpected"' in unticked.text) == (400, True)
    said = sent(hr, f"{changeset}/expect", _ticked(page), motivation="Zo is besloten.", _tag=tag_in(hr.get(changeset)))
    assert said.location.endswith(changeset)
    sent(hr, f"{changeset}/renew", _tag=tag_in(hr.get(f"{changeset}/withdraw")))
    text = shown(approver, changeset)
    assert "Zo is besloten." in text
    assert "Answers that are expected – Changes: 3" in text
    assert "so that nobody can approve this as it is" not in text
    assert "/approve" in approver.get(changeset).text
    fill(approver, f"{changeset}/approve")
    assert waiting(hr) == []


def test_what_is_expected_changes_in_the_step_that_proposes_each_with_its_own_reason(
    hr: Client, approver: Client
) -> None:
    check = checked(hr, TURNS)
    mark = re.search(r'name="mark" value="([^"]*)"', hr.get(check).text)
    assert mark
    ticks = _ticked(hr.get(check).text)
    why = {"mark": mark[1], "reason": "Nieuwe lijst.", "expecting": "Zo is besloten."} | ticks
    assert "This follows from: " in hr.get(check).text
    refused = sent(hr, check, ticks, mark=mark[1], expecting="")
    assert (refused.status_code, "Fill this in." in refused.text) == (400, True)
    done = hr.get(sent(hr, check, why).location).text
    (changeset,) = set(re.findall(r'href="(/desk/changesets/[0-9a-f-]{36})"', done))
    page = approver.get(changeset).text
    assert "Nieuwe lijst.<br>Why answers are expected otherwise:<br>Zo is besloten." in page
    assert "Answers that are expected – Changes: 3" in text_of(page)
    fill(approver, f"{changeset}/approve")
    assert waiting(hr) == []


def test_each_expected_check_that_turns_is_accepted_by_a_tick_of_its_own(hr: Client, approver: Client) -> None:
    check = checked(hr, TURNS)
    page = hr.get(check).text
    mark = re.search(r'name="mark" value="([^"]*)"', page)
    assert mark
    one = {"isExpected": _ticked(page)["isExpected"][:1]}
    done = hr.get(sent(hr, check, one, mark=mark[1], expecting="Zo is besloten.").location).text
    (changeset,) = set(re.findall(r'href="(/desk/changesets/[0-9a-f-]{36})"', done))
    text = shown(approver, changeset)
    assert "Answers that are expected – Changes: 1" in text
    for told in (done, approver.get(changeset).text, approver.get(f"{changeset}/approve").text):
        assert text_of(told).count("Ticked as meant in this proposal: expected from then on") == 1
    assert "As long as that is expected, nobody can approve this" in text  # of the others


def _ticked(page: str) -> dict[str, list[str]]:
    return {"isExpected": re.findall(r'name="isExpected" value="([^"]*)"', page)}


def test_from_the_page_of_an_expected_check_a_way_leads_back_to_the_file(hr: Client) -> None:
    check = checked(hr, TURNS)
    end = re.search(r'href="(/desk/expected-checks/[^"]+/end\?import=[^"]+)"', hr.get(check).text)
    assert end
    page = hr.get(end[1])
    assert f'href="{check}' in page.text
    back = sent(hr, end[1], motivation="Zo is besloten.", _tag=tag_in(page)).location
    assert back.startswith(f"{check}?")
    (changeset,) = waiting(hr)
    assert f'href="{changeset}' in hr.get(back).text


def test_a_file_that_waits_opens_at_the_step_where_somebody_was(hr: Client) -> None:
    table = upload(hr, "Personeelsnummer;Naam\nW-900;Aad Nieuw\n").location
    resume = table.removesuffix("/table")
    assert f'href="{resume}' in hr.get("/desk/imports").text
    assert hr.get(resume).location == table
    sent(hr, table, sheet="", table="appointments")
    assert hr.get(resume).location == table
    check = checked(hr, OF_BUYER)
    hr.get(check)
    assert hr.get(check.removesuffix("/check")).location == check
