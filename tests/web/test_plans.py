"""Whoever approves an import reads what it changes, entry by entry, and approves that and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from werkzeug.test import Client

from mandate_registry.services.permissions import Role
from mandate_registry.web.proposals import plan_rows
from tests.web.forms import fill, sent, tag_in
from tests.web.mandates import read
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import checked, proposed

NEW = "T-1;mandate;college;Griffier;subsidy.grant;{};Overleg eerst."
CHANGED = "WL-3.1;mandate;college;Inkoper;purchase.award;{};"


@pytest.fixture
def hr(here: Site) -> Client:
    return english(here.client(Role.HR))


@pytest.fixture
def approver(here: Site) -> Client:
    return english(here.client(Role.APPROVER))


def english(client: Client) -> Client:
    client.set_cookie("lang", "en")
    return client


def shown(client: Client, path: str) -> str:
    """Return the text of a page, amounts and days on one line."""
    return " ".join(text_of(client.get(path).text).split())


TOLD = [
    "Mandates – New: 1",
    "Mandates – Changes: 1",
    "mandates without a limit: 1",
    "Instructions: Overleg eerst.",
    "Up to and including: €100,000 → €90,000",
    "Everything else in the register stays as it is.",
]
BESIDE_THE_FILE = "T-1 row 2 Griffier subsidy.grant → Grant a subsidy has no limit: any amount has no end"


def test_every_change_is_read_before_it_is_proposed_and_before_it_is_approved(hr: Client, approver: Client) -> None:
    rows = (NEW.format(""), CHANGED.format("90.000,00"))
    before = shown(hr, checked(hr, *rows))
    changeset = proposed(hr, *rows)
    proposal, approving = shown(approver, changeset), shown(approver, f"{changeset}/approve")
    for page in (before, proposal, approving):
        assert [text for text in (*TOLD, BESIDE_THE_FILE) if text not in page] == []
    approver.set_cookie("lang", "nl")
    assert "heeft geen grens: elk bedrag mag" in shown(approver, changeset)
    assert "mandaten zonder grens: 1" in shown(approver, changeset)


def test_a_long_plan_is_read_page_by_page_and_by_what_stands_out(hr: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_rows, "PAGE_SIZE", 50)
    rows = [f"T-{number};mandate;college;Griffier;subsidy.grant;{'' if number == 57 else 100};" for number in range(60)]
    changeset = proposed(hr, *rows)
    first = hr.get(changeset).text
    assert ('"row">T-49' in first, '"row">T-50' in first) == (True, False)
    further = re.search(r'href="(\?[^"]*cursor=[^"]*)"', first)
    assert further
    second = hr.get(changeset + further[1].replace("&amp;", "&")).text
    assert ['"row">T-' + number in second for number in ("50", "59", "49")] == [True, True, False]
    standing_out = hr.get(f"{changeset}?warning=no_limit").text
    assert re.findall(r'<th scope="row">(T-\d+)', standing_out) == ["T-57"]
    assert "There are none." in shown(hr, f"{changeset}?warning=unheard_of")
    assert "T-1 " in shown(hr, f"{changeset}?table=unheard-of&kind=neither")


def test_one_out_of_date_names_what_changed_and_is_made_again_by_its_keeper(
    here: Site, hr: Client, approver: Client
) -> None:
    first, second = proposed(hr, NEW.format("100")), proposed(hr, NEW.format("200"))
    old = tag_in(approver.get(f"{second}/approve"))
    fill(approver, f"{first}/approve")
    assert "T-1 was added by somebody else in the meantime" in shown(approver, second)
    assert "Make the proposal again" not in [
        text.strip() for text in re.findall(r">([^<>]+)</span></button>", approver.get(second).text)
    ]
    assert f'href="{second}/approve"' not in approver.get(second).text
    refused = sent(approver, f"{second}/approve", _tag=old)
    assert (refused.status_code, "was added" in refused.text) == (409, True)
    assert sent(approver, f"{second}/renew", _tag=old).status_code == 403
    assert sent(hr, f"{second}/renew", _tag="0").status_code == 409
    assert sent(hr, f"{second}/renew", _tag=tag_in(hr.get(second))).location.endswith(second)
    assert "The register has changed since" not in shown(approver, second)
    assert "Up to and including: €100 → €200" in shown(approver, second)
    assert "How it was read" in shown(approver, second)
    assert sent(approver, f"{second}/approve", _tag=old).status_code == 409
    fill(approver, f"{second}/approve")
    assert read(here, "T-1").entry.fact.max_amount == Decimal("200.00")


def test_what_the_register_says_already_is_not_made_again(hr: Client, approver: Client) -> None:
    first, second = proposed(hr, NEW.format("100")), proposed(hr, NEW.format("100"))
    fill(approver, f"{first}/approve")
    answer = sent(hr, f"{second}/renew", _tag=tag_in(hr.get(second)))
    assert (answer.status_code, "The register says all of this already" in answer.text) == (409, True)
