"""A proposal that changes much is summed up, each line can be read, and what was found out of it is never outdated."""

from __future__ import annotations

import csv
import io
import re

import pytest
from werkzeug.test import Client

from mandate_registry.services.changesets import changeset_impact
from mandate_registry.services.permissions import Role
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.register_reader import Desk
from tests.web.site import Site
from tests.web.uploads import proposed

TYPES = (
    *("permit.build", "permit.tree", "permit.parking", "permit.prolong", "permit.environment", "social.assistance"),
    *(
        "road.traffic-decision",
        "subsidy.refuse",
        "subsidy.recover",
        "subsidy.grant",
        "social.youth",
        "subsidy.determine",
    ),
    *("social.support", "compensation.award"),
)


@pytest.fixture
def long(here: Site) -> str:
    """Propose a mandate of another limit for the registrar for each of many types, and return its address."""
    rows = (f"T-{at};mandate;college;Griffier;{code};{at}000;" for at, code in enumerate(TYPES, start=1))
    return proposed(here.client(Role.HR), *rows)


def read(client: Client, path: str) -> str:
    return " ".join(text_of(client.get(path).text.replace("\N{NO-BREAK SPACE}", " ")).split())


def test_many_lines_are_one_of_the_person_and_all_of_them_stand_on_a_page(here: Site, long: str) -> None:
    approver = here.client(Role.APPROVER)
    approver.set_cookie("lang", "en")
    page = approver.get(long).text
    (table,) = re.findall(r"Who may decide otherwise: may decide from then on</caption>(.*?)</table>", page, re.DOTALL)
    assert table.count("<tr>") == 2  # the heading and one person
    assert "may decide from then on" in table
    assert len(re.findall(r"<li>up to and including €[0-9]+,000: [^<;]+</li>", table)) == len(TYPES)
    (lines,) = re.findall(r'href="(/desk/changesets/[^"]+/lines\?employee=[^"]+)"', table)
    told = read(approver, lines)
    assert told.count("from then on: may decide") >= len(TYPES)
    assert "Show the lines of everybody" in told
    assert "There are none." in read(approver, lines.partition("=")[0] + "=nobody")


def test_who_approves_sees_in_short_what_it_does_and_decides_before_all_else(here: Site, long: str) -> None:
    page = here.client(Role.APPROVER).get(f"{long}/approve?lang=en").text
    form, rest = page.index('<textarea class="utrecht-textarea" id="reason"'), page.index("What then has to be mended")
    assert page.index("In short") < page.index("Do not overlook") < page.index("one person") < form < rest
    assert f'href="{long}#plan"' in page
    assert f'href="{long}#effect"' in page
    assert "entry by entry</caption>" not in page


def test_it_is_found_out_once_until_the_register_changes(
    here: Site, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    looks = changeset_impact.compared

    def counted(*given: object) -> object:
        looked.append(given)
        return looks(*given)  # type: ignore[arg-type]  # (as it was called)

    monkeypatch.setattr(changeset_impact, "compared", counted)
    approver, hr = here.client(Role.APPROVER), here.client(Role.HR)
    assert [approver.get(long + path).status_code for path in ("", "/approve", "/lines", "")] == [200] * 4
    assert looked == []  # it was looked at when it was proposed
    assert "Nienke Torenbeek (W-052)" not in read(approver, f"{long}/lines")
    sent(hr, "/desk/appointments/new", employee="W-052", position="griffier", validFrom="2099-01-01")
    assert "Nienke Torenbeek (W-052)" in read(approver, f"{long}/lines")
    assert len(looked) == 1


def test_the_file_of_mandates_proves_a_limit(here: Site) -> None:
    desk = Desk(here, here.client(Role.HR))
    desk.client.set_cookie("lang", "en")
    text = desk.client.get("/desk/mandates.csv").data.decode("utf-8-sig")
    rows = {row["Number"]: row for row in csv.DictReader(io.StringIO(text))}
    condition = "De overeenkomst staat in het contractenregister."
    assert _said(rows["WL-3.8"], "Highest amount", "VAT", "Currency", "On the condition") == [
        *("75000.00", "excluding VAT", "EUR", condition)
    ]
    assert _said(rows["WL-3.8"], "Below mandate", "By decision") == ["WL-2.1", "WL-OM-2025"]
    assert _said(rows["WL-5.5"], "Above", "Highest amount", "VAT") == ["50000.00", "150000.00", "no VAT on it"]
    assert _said(rows["WL-5.5"], "Only together") == ["Subsidieadviseur ; Concerncontroller"]
    assert _said(rows["WL-1.1"], "Only together") == [""]


def _said(row: dict[str, str], *names: str) -> list[str]:
    return [row[name] for name in names]
