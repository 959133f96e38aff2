"""The documentation of the API, the accessibility statement, and what a page says when something is wrong."""

from __future__ import annotations

import re

import pytest

from mandate_registry.config import ROOT
from mandate_registry.services.permissions import Role
from mandate_registry.web.public.api_pages import prose
from tests.web.pages import text_of
from tests.web.site import Site

OPERATION = re.compile(r"^ +operationId: (\w+)$", re.MULTILINE)
LINK = re.compile(r'href="(/api/[^"#]*)"')


def test_every_operation_is_listed_and_every_link_of_the_documentation_leads_somewhere(kept: Site) -> None:
    waiting, seen, client = ["/api"], set(), kept.client()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            answer = client.get(path)
            assert answer.status_code == 200, path
            waiting += LINK.findall(answer.text)
    named = set(OPERATION.findall((ROOT / "openapi.yaml").read_text("utf-8")))
    assert named == {path.rpartition("/")[2] for path in seen if "/operations/" in path}


def test_an_operation_says_its_right_its_parameters_and_what_goes_in_and_out(kept: Site) -> None:
    shown = kept.get("/api/operations/check", Accept_Language="en").text
    assert "Right that it takes ask" in text_of(shown)
    assert all(part in text_of(shown) for part in ("POST /v1/checks", "Idempotency-Key", "200 The answer"))
    assert 'href="/api/schemas/CheckIn"' in shown


@pytest.mark.parametrize("name", ["operations/none", "schemas/None"])
def test_what_the_contract_does_not_have_is_not_there(kept: Site, name: str) -> None:
    assert kept.get(f"/api/{name}").status_code == 404


def test_a_description_is_no_html() -> None:
    assert prose("**Two** `a<b` *x*\n\n<script>") == (
        "<p><strong>Two</strong> <code>a&lt;b</code> <em>x</em></p><p>&lt;script&gt;</p>"
    )


def test_the_accessibility_statement_claims_no_more_than_is_known(kept: Site) -> None:
    shown = text_of(kept.get("/accessibility", Accept_Language="en").text)
    assert "Nobody independent has examined this site yet" in shown
    assert all(norm in shown for norm in ("EN 301 549", "WCAG 2.2"))


@pytest.mark.parametrize(
    ("path", "method", "status", "way"),
    [
        ("/nowhere", "GET", 404, 'href="/"'),
        ("/login", "PUT", 405, 'href="/"'),
        ("/logout", "POST", 401, 'href="/login"'),
    ],
)
def test_whoever_went_wrong_is_shown_a_way_on(kept: Site, path: str, method: str, status: int, way: str) -> None:
    answer = kept.get(path, method)
    assert answer.status_code == status
    assert f'<a class="nl-button nl-button--secondary" {way}' in answer.text


def test_a_form_of_an_earlier_session_is_refused_with_a_way_on(kept: Site) -> None:
    answer = kept.client(Role.HR).post("/logout")
    assert answer.status_code == 403
    assert "nl-button" in answer.text


def test_what_is_too_large_says_so(kept: Site) -> None:
    answer = kept.client().post("/login/demo", data={"role": "x" * (kept.installation.settings.max_body + 1)})
    assert answer.status_code == 413
    assert "Send a smaller file" in answer.text or "kleiner bestand" in answer.text


def test_whoever_is_signed_in_sees_as_whom_beside_the_way_out(kept: Site) -> None:
    shown = kept.client(Role.HR, person="W-022").get("/accessibility?lang=en")
    assert "W-022 Sign out" in text_of(shown.text)
