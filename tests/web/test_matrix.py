"""The authority matrix as a page and as a file: who sees it, what it says, and that it is to be read by everybody."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, expect
from python_calamine import load_workbook

from mandate_registry.services.permissions import Role
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.matrix.matrix_cells import short_amount
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.moments import AFTERNOON
from tests.web.pages import text_of
from tests.web.site import Site


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(AFTERNOON):
        yield


def page(kept: Site, query: str = "", role: Role = Role.HR) -> str:
    found = kept.client(role).get(f"/desk/matrix{query}", headers={"Accept-Language": "en"})
    assert found.status_code == 200, found.text
    return found.text


def row(html: str, title: str) -> str:
    found = re.search(rf'<tr>\s*<th scope="row">{title}.*?</tr>', html, re.DOTALL)
    assert found, title
    return found[0]


def test_a_cell_says_how_far_and_leads_to_the_mandate(kept: Site) -> None:
    found = row(page(kept, "?under=purchase"), "Inkoper")
    assert re.search(r'<a class="alone by-name" href="/desk/mandates/[0-9a-f-]{36}">', found)
    assert re.search(
        r"alone, up to and including €[\d,]+ excluding VAT, by name", text_of(found).replace("\u00a0", " ")
    )


def test_only_what_says_something_is_shown(kept: Site) -> None:
    everything, part = page(kept, "?under=*"), page(kept, "?under=civil")
    assert everything.count('scope="row"') > part.count('scope="row"') > 0
    assert "Griffier" in everything
    assert "Griffier" not in part
    assert len(page(kept)) < 100_000


def test_pages_lead_on_to_the_last_row(kept: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = re.compile(r'<th scope="row">([^<]+)')
    rows = list(csv.reader(io.StringIO(kept.client(Role.HR).get("/desk/matrix.csv?under=*").text.lstrip("\ufeff"))))
    monkeypatch.setattr("mandate_registry.services.checks.authority_matrix.MOST_ROWS", 5)
    found, query = [], "?under=*"
    while query:
        html = page(kept, query)
        found.append(titles.findall(html))
        query = unescape("".join(re.findall(r'class="pager".*?href="([^"]+)"', html, re.DOTALL)))
    assert [title.strip() for one in found for title in one] == [row[0] for row in rows[1:]]
    assert {len(one) for one in found[:-1]} == {5}


def test_another_day_and_another_unit_are_asked_in_the_address(kept: Site) -> None:
    assert "Nothing is granted here on this day" in page(kept, "?under=civil&unit=samenwerking")
    assert "on 1 May 2026" in text_of(page(kept, "?day=2026-05-01")).replace("\u00a0", " ")
    assert "?at=2026-05-01" in page(kept, "?day=2026-05-01&under=*")


@pytest.mark.parametrize("query", ["?under=nothing", "?unit=nothing", "?day=tomorrow", "?who=W-012"])
def test_what_is_not_there_is_not_shown(kept: Site, query: str) -> None:
    assert kept.client(Role.HR).get(f"/desk/matrix{query}").status_code == 400


@pytest.mark.parametrize(
    ("role", "organisation", "status"),
    [
        (Role.AUDITOR, WIERDENLAND, 200),
        (Role.ADMINISTRATOR, DUINRAND, 200),
        (Role.HOLDER, WIERDENLAND, 403),
        (Role.PARTNER, WIERDENLAND, 403),
        (Role.HR, DUINRAND, 403),
    ],
)
def test_it_is_for_who_reads_the_register(kept: Site, role: Role, organisation: str, status: int) -> None:
    for address in ("/desk/matrix", "/desk/matrix.csv"):
        assert kept.client(role).get(f"{address}?organisation={organisation}").status_code == status


def test_the_files_say_the_same(kept: Site) -> None:
    client = kept.client(Role.HR)
    as_csv, as_xlsx = (client.get(f"/desk/matrix.{form}?under=purchase&lang=en") for form in ("csv", "xlsx"))
    rows = list(csv.reader(io.StringIO(as_csv.data.decode("utf-8-sig"))))
    assert rows[0][:2] == ["The position", "Part of the organisation"]
    assert any("by name, mandate " in cell for line in rows for cell in line)
    assert load_workbook(io.BytesIO(as_xlsx.data)).get_sheet_by_index(0).to_python() == rows


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("50000", "€50k"),
        ("50500", "€50,500"),
        ("999.99", "€999.99"),
        ("2500000", "€2.5M"),
        ("2499999", "€2,499,999"),
        ("10000000", "€10M"),
        ("0", "€0"),
    ],
)
def test_an_amount_is_short_where_that_is_exactly_the_same(value: str, text: str) -> None:
    assert short_amount(Decimal(value), "EUR", Formatter("en")) == text


@pytest.fixture(scope="module")
def signed_in(kept: Site, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "session", "value": kept.session(Role.HR), "url": kept.url}])
    yield context
    context.close()


def test_the_positions_stay_in_sight_on_a_small_screen(kept: Site, signed_in: BrowserContext) -> None:
    opened = signed_in.new_page()
    opened.goto(f"{kept.url}/desk/matrix?under=purchase&lang=nl")
    opened.set_viewport_size({"width": 320, "height": 568})
    opened.locator(".matrix").evaluate("element => element.scrollLeft = 200")
    box = opened.get_by_role("rowheader", name="Inkoper", exact=True).bounding_box()
    assert box
    assert 0 <= box["x"] < 40
    link = opened.locator(".matrix td a").first
    link.focus()
    expect(link).to_be_focused()
    opened.close()
