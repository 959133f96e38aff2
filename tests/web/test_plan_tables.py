"""Before a file is imported each entry that it adds is a row: what all say is said once, and nothing is left out."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import Client

from mandate_registry.rules.facts import Vat
from mandate_registry.services.permissions import Role
from mandate_registry.web.proposals.table_maker import tone_of_none, with_basis
from mandate_registry.web.terms import BASES
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import checked

NUMBERS = ("T-1", "T-2", "T-3", "T-4")


@pytest.fixture
def hr(here: Site) -> Client:
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    return client


def rows_in(page: str, caption: str) -> dict[str, list[str]]:
    """Return the texts of the cells of a table by its first."""
    found = re.search(rf'aria-label="{caption}[^"]*".*?</table>', page, re.DOTALL)
    assert found, text_of(page)
    rows = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found[0].split("<tr>")[2:])
    return {cells[0]: cells[1:] for cells in ([" ".join(text_of(one).split()) for one in row] for row in rows)}


def test_each_mandate_is_a_row_beside_what_the_file_says_of_it(hr: Client) -> None:
    limits = ("tot € 50.000", "€ 25.000", "", "t/m 1.000")
    whys = ("", "Alleen 's nachts", "", "")
    lines = [
        f"{number};mandate;{body};Griffier;subsidy.grant;{limit};{why}"
        for number, limit, why, body in zip(
            NUMBERS, limits, whys, ("college", "college", "college", "burgemeester"), strict=True
        )
    ]
    page = hr.get(checked(hr, *lines)).text
    rows = rows_in(page, "Mandates")
    assert list(rows) == [f"{number} row {place}" for place, number in enumerate(NUMBERS, start=2)]
    assert [cells[2] for cells in rows.values()] == [
        "tot € 50.000 → €49,999.99 excluding VAT",
        "€25,000 excluding VAT",
        "no limit",
        "t/m 1.000 → €1,000 excluding VAT",
    ]
    beneath = ["", "Instructions: Alleen 's nachts", "", "On behalf of: Burgemeester"]
    assert [cells[3] for cells in rows.values()] == beneath
    assert re.findall(r'badge-(\w+)">no limit<', page) == ["partly"]
    text = " ".join(text_of(page).split())
    assert "For all 4 below: What is given mandate Who may know" in text
    assert "Where the row says nothing else: On behalf of" in text


@pytest.mark.parametrize(("source", "tone"), [("", "partly"), ("onbeperkt", "plain"), ("80% van de subsidie", "bad")])
def test_no_limit_alarms_where_a_number_of_the_file_is_no_limit(source: str, tone: str) -> None:
    assert tone_of_none(source) == tone


def test_an_amount_on_which_there_is_no_vat_is_told_without_it() -> None:
    with Flask(__name__).test_request_context("/?lang=nl"):
        assert with_basis({"max_amount": "€ 5", "vat": str(BASES[Vat.NONE])}) == {
            "max_amount": "€ 5 geen btw van toepassing"
        }


def test_two_mandates_say_all_in_their_own_rows(hr: Client) -> None:
    lines = [f"{number};mandate;college;Griffier;subsidy.grant;1;" for number in NUMBERS[:2]]
    page = hr.get(checked(hr, *lines)).text
    assert "For all" not in text_of(page)
    assert all("On behalf of: " in cells[3] for cells in rows_in(page, "Mandates").values())
