"""The lists of work: what is found, what is expected, what changed, and the log."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.expected_checks.expectations import list_expected
from mandate_registry.services.findings.register_health import register_health
from mandate_registry.services.installation import now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof.log_proofs import checkpoint
from mandate_registry.web.terms import FINDINGS
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.expected_checks import EXPECTED
from tests.web.forms import fill, sent, tag_in
from tests.web.pages import text_of
from tests.web.site import Site

PAGES = ("findings", "findings/list.csv", "expected-checks", "differences")


def test_findings_are_shown_by_how_bad_they_are_with_what_to_do(kept: Site) -> None:
    found = register_health(COMMAND_LINE, kept.installation, WIERDENLAND)
    client = kept.client(Role.HR)
    page = text_of(client.get("/desk/findings?lang=en").text)
    assert found
    for one in found:
        assert str(FINDINGS[one.code]["advice"]) in page
        assert [value for _, value in one.detail.values if isinstance(value, str) and value not in page] == []
    assert "Only employee Frits Lageveen (W-051) fills the seat Beheerder wegen, and nobody could stand in." in page
    assert "on behalf of Gemeenteraad; it rests on WL-MB-2024, which was adopted by College" in page
    assert "The limit of mandate WL-5.4 (€50,000) has no effect: mandate WL-1.1 (Everybody in Team" in page
    assert "gives the same without a limit, on a condition. It concerns: Determine a subsidy." in page
    worst = [one for one in found if one.severity == found[0].severity]
    only = text_of(client.get(f"/desk/findings?severity={found[0].severity}&lang=en").text)
    assert [one for one in found if str(FINDINGS[one.code]["advice"]) in only] == worst
    assert "Nothing to mend" in text_of(client.get("/desk/findings?code=own_counterparty&severity=error").text)
    assert client.get("/desk/findings?code=nonsense").status_code == 400


def test_findings_are_a_spreadsheet_too(kept: Site) -> None:
    found = register_health(COMMAND_LINE, kept.installation, WIERDENLAND)
    answer = kept.client(Role.AUDITOR).get("/desk/findings/list.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["finding"], row["severity"]) for row in rows] == [(one.code, one.severity) for one in found]
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", list(Role))
def test_only_who_reads_a_register_sees_its_lists(kept: Site, path: str, role: Role) -> None:
    answer = kept.client(role).get(f"/desk/{path}?organisation={WIERDENLAND}")
    reads = role not in (Role.HOLDER, Role.PARTNER)
    assert (answer.status_code == 200) is reads
    elsewhere = kept.client(role).get(f"/desk/{path}?organisation={DUINRAND}")
    assert (elsewhere.status_code == 200) is (role is Role.ADMINISTRATOR)


def test_what_is_expected_is_asked_added_and_ended(here: Site) -> None:
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    assert "Not asked yet" in client.get("/desk/expected-checks").text
    assert "as expected" in text_of(sent(client, "/desk/expected-checks/verify").text)
    assert sent(client, "/desk/expected-checks/new", EXPECTED).status_code == 303
    again = sent(client, "/desk/expected-checks/new", EXPECTED)
    assert (again.status_code, 'value="X-1"' in again.text) == (400, True)
    wanted = Slice({"organisation": WIERDENLAND}, 200)
    kept = [
        one
        for one in list_expected(COMMAND_LINE, here.installation, wanted).items
        if one.expectation.id == EXPECTED["name"]
    ]
    assert [str(one.expectation.amount) for one in kept] == ["1000.00"]
    assert kept[0].expectation.at == datetime(2026, 7, 1, 10, tzinfo=UTC)  # noon at the town hall
    end = f"/desk/expected-checks/{kept[0].id}/end"
    tag = tag_in(client.get(end))
    assert sent(client, end, _tag="0", motivation="Vervallen.").status_code == 409
    unsaid = sent(client, end, _tag=tag, motivation=" ")
    assert (unsaid.status_code, 'href="#motivation"' in unsaid.text) == (400, True)
    waiting = sent(client, end, _tag=tag, motivation="Vervallen.").location
    assert "Vervallen." in text_of(client.get(waiting).text)
    assert "X-1" in kept_names(here)
    fill(here.client(Role.APPROVER), f"{waiting}/approve")
    assert "X-1" not in kept_names(here)


def kept_names(here: Site) -> list[str]:
    """Return the names of the answers that are expected."""
    wanted = Slice({"organisation": WIERDENLAND}, 200)
    return [one.expectation.id for one in list_expected(COMMAND_LINE, here.installation, wanted).items]


def test_who_only_reads_sees_an_expected_answer_and_no_way_to_end_it(kept: Site) -> None:
    client = kept.client(Role.APPROVER)
    wanted = Slice({"organisation": WIERDENLAND}, 1)
    (one,) = list_expected(COMMAND_LINE, kept.installation, wanted).items
    page = client.get(f"/desk/expected-checks/{one.id}/end").text
    assert (one.expectation.id in page, "motivation" in page) == (True, False)


def test_an_answer_that_differs_is_named(here: Site) -> None:
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    sent(client, "/desk/expected-checks/new", EXPECTED | {"employees": "W-404"})
    page = text_of(sent(client, "/desk/expected-checks/verify").text)
    assert "One answer is not as expected" in page
    assert "X-1 : expected: Yes; answered: No (" in page


def test_what_is_wrong_with_what_is_expected_is_said_beside_it(kept: Site) -> None:
    page = sent(kept.client(Role.HR), "/desk/expected-checks/new?lang=en", EXPECTED | {"at": "tomorrow", "name": ""})
    assert page.status_code == 400
    assert 'href="#name"' in page.text
    assert 'href="#at"' in page.text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.APPROVER])
def test_who_only_reads_expects_nothing(kept: Site, role: Role) -> None:
    client = kept.client(role)
    assert "/desk/expected-checks/new" not in client.get("/desk/expected-checks").text
    assert sent(client, "/desk/expected-checks/new", EXPECTED).status_code in (403, 404)


def test_what_changed_is_told_between_two_days(here: Site) -> None:
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    month = text_of(client.get("/desk/differences").text)
    assert "Employees: who works here" not in month or "came to be in the register" in month
    first = text_of(client.get("/desk/differences?since=2020-01-01").text)
    assert "came to be in the register" in first
    assert "WL-1.1" in first
    tomorrow = (now() + timedelta(days=9)).date()
    assert client.get(f"/desk/differences?until={tomorrow}").status_code == 200
    assert client.get("/desk/differences?since=x").status_code == 400


@pytest.mark.parametrize("role", list(Role))
def test_the_log_is_for_who_may_read_it(kept: Site, role: Role) -> None:
    answer = kept.client(role).get("/desk/log?lang=en")
    reads = role in (Role.ADMINISTRATOR, Role.HR, Role.AUDITOR)
    assert (answer.status_code == 200) is reads
    if reads:
        assert checkpoint(kept.installation).splitlines()[0] in answer.text
        assert "The register changed" in answer.text
        assert ("Gemeente Duinrand" in answer.text) is (role is Role.ADMINISTRATOR)
