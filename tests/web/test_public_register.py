"""The public register as pages and as open data: for everybody, of what was published, and never a person."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.public_register.public_list import read_page
from mandate_registry.services.register.entries import list_entries
from mandate_registry.web.public.open_data import as_table
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.pages import text_of
from tests.web.site import Site

REGISTER = f"/register/{WIERDENLAND}"
ON_A_DAY = f"{REGISTER}.json?at=2026-11-23"


def numbers(kept: Site, looked_for: str = "") -> list[str]:
    found = json.loads(kept.get(f"{ON_A_DAY}{looked_for}").text)["items"]
    return [one["number"] for one in found]


def test_everybody_chooses_an_organisation_and_reads_its_register(kept: Site) -> None:
    assert REGISTER in kept.get("/register").text
    shown = text_of(kept.get(REGISTER, Accept_Language="nl").text)
    assert "Wie namens Gemeente Wierdenland welke besluiten mag nemen" in shown
    assert "Mandaatbesluit Wierdenland 2024" in shown


def test_no_employee_is_named_anywhere(kept: Site) -> None:
    told = "".join(kept.get(path).text for path in (REGISTER, f"{REGISTER}.csv", f"{REGISTER}.json"))
    assert not any(f"W-0{place:02}" in told for place in range(100))
    assert "Ravenstein" not in told


@pytest.mark.parametrize(
    ("looked_for", "found", "not_found"),
    [
        ("&holder=unit:wijken", "WL-1.1", "WL-2.6"),
        ("&type=finance.guarantee", "WL-2.6", "WL-1.1"),
        ("&words=GARANTIE", "WL-2.6", "WL-1.1"),
        ("&words=wijken+college", "WL-1.1", "WL-2.6"),
    ],
    ids=["by holder", "by what is decided, not where it is held back", "by a word", "by all words"],
)
def test_what_is_looked_for_is_found_and_nothing_else(kept: Site, looked_for: str, found: str, not_found: str) -> None:
    assert found in numbers(kept, looked_for)
    assert not_found not in numbers(kept, looked_for)


def test_nothing_found_says_what_to_do(kept: Site) -> None:
    assert "Look for fewer words" in kept.get(f"{REGISTER}?words=zzz", Accept_Language="en").text


def test_it_is_read_as_on_any_day(kept: Site) -> None:
    assert "WL-9.1" in numbers(kept)
    early = json.loads(kept.get(f"{REGISTER}.json?at=2025-01-01").text)["items"]
    assert early
    assert "WL-9.1" not in [one["number"] for one in early]


def test_a_day_that_is_none_is_said_beside_its_field(kept: Site) -> None:
    answer = kept.get(f"{REGISTER}?at=yesterday", Accept_Language="en")
    assert answer.status_code == 400
    assert 'href="#at"' in answer.text
    assert 'aria-describedby="at-error" aria-invalid="true"' in answer.text
    assert kept.get(f"{REGISTER}.csv?at=yesterday").status_code == 400


def test_a_mandate_has_an_address_of_its_own_on_every_day(kept: Site) -> None:
    one = json.loads(kept.get(ON_A_DAY).text)["items"][0]
    shown = kept.get(f"/register/mandates/{one['id']}?at=2026-11-23", Accept_Language="nl")
    assert "tot een overeenkomst, vanaf €" in text_of(shown.text).replace("\N{NO-BREAK SPACE}", " ")
    before = kept.get(f"/register/mandates/{one['id']}?at=2001-01-01", Accept_Language="nl")
    unknown = kept.get(f"/register/mandates/{uuid4()}?at=2001-01-01", Accept_Language="nl")
    assert (before.status_code, unknown.status_code) == (404, 404)
    assert before.text.replace(one["id"], "") == unknown.text.replace(unknown.request.path.rpartition("/")[2], "")


def test_what_was_not_published_has_no_address(kept: Site) -> None:
    only_here = Slice({"organisation": WIERDENLAND, "number": "WL-2.3"})
    [one] = list_entries(COMMAND_LINE, kept.installation, "mandates", only_here).items
    assert "WL-2.3" not in numbers(kept)
    assert kept.get(f"/register/mandates/{one.entry.id}?at=2026-11-23").status_code == 404
    assert kept.get(f"/register/{'0' * 20}").status_code == 404


def test_open_data_is_for_every_site_and_kept_for_a_minute(kept: Site) -> None:
    answer = kept.get(f"{REGISTER}.csv?holder=unit:wijken")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["holders"] for row in rows} == {"unit wijken Team Wijken"}


def test_search_engines_find_it_and_a_page_of_who_is_signed_in_is_kept_nowhere(kept: Site) -> None:
    answer = kept.get(REGISTER)
    assert answer.headers["X-Robots-Tag"] == "all"
    assert "noindex" not in answer.text
    assert kept.client(Role.HR).get(REGISTER).headers["Cache-Control"] == "no-store"


def test_organisations_are_not_mixed(kept: Site) -> None:
    theirs = json.loads(kept.get(f"/register/{DUINRAND}.json").text)["items"]
    assert {one["organisation"] for one in theirs} <= {DUINRAND}


@pytest.mark.parametrize("number", ["=1+1", "@sum", "+1", "-1"])
def test_no_cell_is_a_formula(kept: Site, number: str) -> None:
    _, page = read_page(kept.installation, WIERDENLAND, date(2026, 11, 23))
    assert page
    one = page.by_holder[0][1][0]
    [_, row] = as_table([[replace(one, mandate=replace(one.mandate, number=number))]])
    assert f",'{number}," in row
