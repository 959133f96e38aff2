"""The desk to find and read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from mandate_registry.rules.facts import Agreement
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.permissions import Role
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.forms import sent
from tests.web.moments import AFTERNOON
from tests.web.pages import text_of
from tests.web.register_reader import SHEETS, Desk
from tests.web.site import Site

LISTS = ("mandates", "people", "positions", "decision-types", "units", "bodies", "instruments", "agreements", "traces")
DEEDS = ["amend", "revoke", "suspend"]


@pytest.fixture(scope="module", autouse=True)
def _in_the_afternoon() -> Iterator[None]:
    with time_machine.travel(AFTERNOON):
        yield


@pytest.fixture
def desk(kept: Site) -> Desk:
    return Desk(kept, kept.client(Role.HR))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in (Role.HR, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR)),
        *((role, 403) for role in (Role.HOLDER, Role.PARTNER)),
    ],
)
def test_the_desk_is_for_who_reads_a_register(kept: Site, role: Role, status: int) -> None:
    client = kept.client(role)
    found = {path: client.get(path).status_code for path in ("/desk", "/desk/mandates", "/desk/mandates.csv")}
    assert set(found.values()) == {status}, found


def test_the_desk_begins_with_what_needs_attention(desk: Desk) -> None:
    text = desk.read("/desk")
    assert re.search(r"[1-9][0-9]* Errors in register health", text)
    assert "Mandates" in text
    assert "Gemeente Wierdenland" in text


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_is_shown_and_given_as_a_file(desk: Desk, kind: str) -> None:
    desk.read(f"/desk/{kind}")
    written = desk.client.get(f"/desk/{kind}.csv")
    book = desk.client.get(f"/desk/{kind}.xlsx")
    rows = list(csv.reader(io.StringIO(written.data.decode("utf-8-sig"), newline="")))
    assert CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python() == rows
    assert (len(rows) > 1) is (kind not in ("agreements", "traces"))
    assert f'filename="{kind}.csv"' in written.headers["Content-Disposition"]


def test_a_list_is_filtered_by_its_address_and_so_is_its_file(desk: Desk) -> None:
    asked = "status=expired&words=WL"
    page, file = desk.read(f"/desk/mandates?{asked}"), desk.client.get(f"/desk/mandates.csv?{asked}").text
    rows = file.splitlines()[1:]
    assert rows
    assert all(re.search(r",(Ended|Beëindigd),", row) for row in rows)
    assert all(row.split(",")[0] in page for row in rows)
    assert "WL-1.1 " not in page


def test_a_long_list_comes_page_by_page_with_its_filters(desk: Desk) -> None:
    first = desk.client.get("/desk/mandates?limit=10&status=in_force").text
    following = re.search(r'href="(\?[^"]*cursor=[^"]*)"', first)
    assert following
    second = desk.client.get("/desk/mandates" + following[1].replace("&amp;", "&")).text
    numbers = [set(re.findall(r">(WL-[0-9.]+)</a>", page)) for page in (first, second)]
    assert [len(found) for found in numbers] == [10, 10]
    assert not numbers[0] & numbers[1]
    assert "status=in_force" in following[1]


def test_a_list_is_as_valid_and_as_known_on_another_day(desk: Desk) -> None:
    assert "WL-9.6" in desk.read("/desk/mandates?at=2027-02-01&limit=100")
    assert "WL-9.6" not in desk.read("/desk/mandates?at=2026-11-23&limit=100")
    assert "Nothing was found" in desk.read("/desk/mandates?known=2020-01-01")


@pytest.mark.parametrize(
    "asked", ["known=2999-01-01", "status=unheard-of", "at=yesterday", "nonsense=1", "status=expired&status=revoked"]
)
def test_what_cannot_be_asked_is_said(desk: Desk, asked: str) -> None:
    assert "mended first" in desk.read(f"/desk/mandates?{asked}", status=400)


def test_people_are_found_by_name_and_no_name_stands_in_an_address(desk: Desk) -> None:
    for words in ("ravenst", "IMKE\u00a0raven", "w-012"):
        answer = sent(desk.client, "/desk/people/search", words=words)
        assert answer.status_code == 200
        assert re.findall(r'<a href="(/desk/people/[0-9a-f-]{36})">Imke Ravenstein</a>', answer.text)
    assert "Imke Ravenstein</a>" not in sent(desk.client, "/desk/people/search", words="r\u0430venst").text
    assert desk.client.get("/desk/people?words=ravenst").status_code == 400
    assert sent(desk.client, "/desk/people/search", words="").status_code == 400


def test_an_administrator_chooses_whose_register(kept: Site) -> None:
    client = kept.client(Role.ADMINISTRATOR)
    pages = [text_of(client.get(f"/desk?organisation={oin}").text) for oin in (WIERDENLAND, DUINRAND)]
    assert "Gemeente Duinrand" in client.get(f"/desk/mandates?organisation={DUINRAND}").text
    path = Desk(kept, client).path("units", "units", "inkoop")
    assert f'href="/desk/units?organisation={WIERDENLAND}"' in client.get(path).text
    assert ["register of" in page or "register van" in page for page in pages] == [True, True]
    assert kept.client(Role.HR).get(f"/desk?organisation={DUINRAND}").status_code == 403


@pytest.mark.parametrize(("kind", "table", "key"), SHEETS)
def test_every_sheet_is_shown(desk: Desk, kind: str, table: str, key: str) -> None:
    assert key in desk.read(desk.path(kind, table, key)) or table == "employees"
    other = Desk(desk.site, desk.site.client(Role.AUDITOR, organisation=DUINRAND))
    other.read(desk.path(kind, table, key), status=404)


def test_a_mandate_reads_like_the_paper_it_replaces(desk: Desk) -> None:
    text = desk.read(desk.path("mandates", "mandates", "WL-8.5"))
    for words in (
        "Klantmanager inkomen",
        "Write off a claim",
        "College van burgemeester en wethouders",
        "€5,000",
        "Mandaatbesluit Wierdenland 2024",
        "Mandate WL-8.4: Ended",
        "Nobody may decide on this mandate",
        "True in the world",
        "Import",
    ):
        assert words in text


def test_what_is_held_back_is_said_with_its_amount(desk: Desk) -> None:
    assert "Grant a subsidy, from €25,000" in desk.read(desk.path("mandates", "mandates", "WL-1.1"))


def test_a_mandate_that_was_not_known_then_is_not_shown(desk: Desk) -> None:
    desk.read(f"{desk.path('mandates', 'mandates', 'WL-8.5')}?known=2020-01-01", status=404)


def test_a_picture_says_what_it_shows_in_words_too(desk: Desk) -> None:
    page = desk.client.get(desk.path("mandates", "mandates", "WL-8.5")).text
    pictures = re.findall(r"<svg class=\"(?:line|times)-picture\".*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        assert re.search(r"<title id=\S+>[^<]+</title>\s*<desc id=\S+>[^<]+</desc>", picture)
        assert "style=" not in picture


@pytest.mark.parametrize(
    ("kind", "table", "key", "found"),
    [
        ("people", "employees", "W-012", "Decide on a cooperation agreement"),
        ("decision-types", "decision_types", "cooperation.decide", "Imke Ravenstein"),
    ],
)
def test_the_register_is_asked_by_a_button_and_the_question_is_kept(
    here: Site, kind: str, table: str, key: str, found: str
) -> None:
    desk = Desk(here, here.client(Role.HR))
    path = desk.path(kind, table, key)
    asked = sent(desk.client, f"{path}?lang=en")
    assert asked.status_code == 200
    assert re.search(rf"Asked just now.*{found}", text_of(asked.text))
    assert "A list was given" in desk.read("/desk/traces?lang=en")
    assert "Nothing was found" in desk.read("/desk/traces?lang=en&outcome=authorised")


def test_what_a_partner_may_ask_stands_on_its_sheet(here: Site) -> None:
    agreement = Agreement(number="A-1", partner=DUINRAND, decision_types=("*",), basis="Convenant")
    create(COMMAND_LINE, here.installation, "agreements", Draft(WIERDENLAND, agreement, {}))
    desk = Desk(here, here.client(Role.APPROVER))
    text = desk.read(f"{desk.path('agreements', 'agreements', 'A-1')}?lang=en")
    assert "everything that is not excepted" in text
    assert "Convenant" in text


def test_what_happened_is_drawn_and_listed(here: Site) -> None:
    desk = Desk(here, here.client(Role.HR))
    path = desk.path("mandates", "mandates", "WL-1.7")
    identity = UUID(path.rpartition("/")[2])
    for event, since, why in ((Event.SUSPENSION, 1, "Onderzoek"), (Event.REVOCATION, 20, "Afgerond")):
        deed = MandateCommand(
            event=event, details=EventDetails(effective_at=datetime(2026, 10, since, tzinfo=UTC), reason=why)
        )
        execute(COMMAND_LINE, here.installation, identity, Precondition(None), deed)
    text = desk.read(f"{path}?lang=en")
    assert re.search(r"Status Revoked", text)
    assert re.search(r"True in the world: In force, Suspended, Revoked", text)
    assert re.search(r"2 Suspended counts back .* Onderzoek", text)
    assert re.search(r"3 Revoked counts back .* Afgerond", text)


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.HR, DEEDS), (Role.ADMINISTRATOR, DEEDS), (Role.APPROVER, []), (Role.AUDITOR, [])],
)
def test_what_may_be_done_is_shown_to_who_may_do_it(kept: Site, role: Role, offered: list[str]) -> None:
    desk = Desk(kept, kept.client(role))
    path = desk.path("mandates", "mandates", "WL-1.7")
    assert sorted(re.findall(rf'href="{path}/([a-z]+)"', desk.client.get(path).text)) == offered
    added = desk.client.get(f"/desk/decision-types?organisation={WIERDENLAND}").text
    assert ("/desk/decision-types/new" in added) is (role in (Role.HR, Role.ADMINISTRATOR))
