"""Whoever approves an import sees how its file was read, as the one who sent it did."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from werkzeug.test import Client

from mandate_registry.services.permissions import Role
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import AMOUNTS, COLUMNS, HEADINGS, answered, imported, upload

pytestmark = pytest.mark.either_database

ROWS = (
    "R-1;mandate;college;Griffier;subsidy.grant;tot € 50.000;",
    "R-2;mandate;college;Griffier;subsidy.grant;ruim;",
    "R-3;mandate;college;Griffier;subsidy.grant;vrij;",
    "R-4;mandate;college;Griffier;subsidy.grant;€ 7.000;",
    "R-5;mandate;college;Griffier;subsidy.grant;€ 8.000;",
)
HIDDEN = 5
TOLD = (
    "Rows that are not read: left out on the page 1 (4)",
    "Rows that are not read: hidden in the file 1 (6)",
    "Your answers Row 3, Grens ruim → € 9.000",
    "R-1 row 2 Griffier subsidy.grant → Grant a subsidy tot € 50.000 → €49,999.99 excluding VAT",
    "R-2 row 3 Griffier subsidy.grant → Grant a subsidy €9,000 excluding VAT",
    "R-4 row 5",
)


def looked_at(client: Client) -> str:
    """Send a list with a hidden row, type over one cell and leave one row out; return where it is looked at."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Lijst")
        for row, line in enumerate((HEADINGS.strip(), *ROWS)):
            sheet.write_row(row, 0, line.split(";"))
        sheet.set_row(HIDDEN, None, None, {"hidden": True})
    step = upload(client, stream.getvalue(), "lijst.xlsx").location
    sent(client, step, sheet="Lijst", table="mandates")
    uses = {f"uses.c{place}": name for place, name in enumerate(COLUMNS)}
    check = answered(client, step.replace("/table", "/columns"), uses, AMOUNTS | {"marked.hidden": "skip"})
    mended = {"mended.0.row": "3", "mended.0.place": "5", "mended.0.text": "€ 9.000", "dropped": "4"}
    sent(client, check.replace("/check", "/mend"), mended)
    return check


def test_the_approver_sees_what_was_typed_left_out_and_put_otherwise_before_and_after(here: Site) -> None:
    hr, approver = here.client(Role.HR), here.client(Role.APPROVER)
    for client in (hr, approver):
        client.set_cookie("lang", "en")
    check = looked_at(hr)

    def missing(client: Client, address: str) -> list[str]:
        page = " ".join(text_of(client.get(address).text).split())
        return [text for text in TOLD if text not in page]

    assert missing(hr, check) == []
    changeset = imported(hr, check)
    assert missing(approver, changeset) == []
    approving = f"{changeset}/approve"
    assert f'href="{changeset}#read"' in approver.get(approving).text
    assert missing(approver, approving) == []
    fill(approver, approving)
    assert missing(approver, changeset) == []
