"""Signing in at a real issuer, from the link to the page that was wanted, and out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import time_machine
from joserfc.jwk import ECKey
from playwright.sync_api import Browser, expect
from werkzeug.test import Client

from mandate_registry.errors import Unauthenticated
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.identity import sessions
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.issuers.issuer_settings import Issuer
from mandate_registry.services.issuers.login_settings import LoginSettings
from mandate_registry.services.permissions import Role
from mandate_registry.site import site
from tests.api.server import served
from tests.support.demo import WIERDENLAND
from tests.support.provider import SECRET, Provider, provider
from tests.support.waiting import PATIENCE
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.site import Site

PEOPLE: dict[str, dict[str, Any]] = {
    "administrator": {"roles": ["administrator"]},
    "hr": {"oin": WIERDENLAND, "roles": ["hr"], "employee_number": "W-022"},
    "holder": {"oin": WIERDENLAND, "roles": ["holder"], "employee_number": "W-012"},
    "gardener": {"oin": WIERDENLAND, "roles": ["gardener"]},
    "stranger": {"oin": "00000009999999999999", "roles": ["hr"]},
}
LOGIN = LoginSettings(
    code="town",
    client_id="pages",
    client_secret=SECRET,
    scopes=frozenset({"register"}),
    name={"nl": "Inloggen bij Wierdenland", "en": "Sign in at Wierdenland"},
)


@dataclass(frozen=True)
class Town:
    """A site to which people sign in at a real issuer."""

    here: Site
    issuer: Provider
    installation: Installation

    def by(self, **fields: Any) -> Town:
        """Return the same with another way to sign in."""
        return replace(self, installation=trusting(self.installation, self.issuer.url, replace(LOGIN, **fields)))

    def client(self) -> Client:
        return Client(site(self.installation))

    def returns(self, client: Client, person: str, wanted: str = "/me") -> str:
        """Sign a person in at the issuer, and return the address at which he comes back."""
        chosen = client.get("/login", query_string={"next": wanted})
        begun = client.get(chosen.location or "")
        return path_of(self.issuer.sign_in(begun.location or "", person))

    def caller(self, client: Client) -> Caller:
        cookie = client.get_cookie("session")
        return sessions.find(self.installation, cookie.value if cookie else "")


def trusting(installation: Installation, url: str, login: LoginSettings) -> Installation:
    roles = {role: frozenset({role.value}) for role in (Role.ADMINISTRATOR, Role.HR, Role.HOLDER)}
    issuer = Issuer(
        issuer=url,
        audience="https://register.voorbeeld.example",
        roles_claim="roles",
        roles=roles,
        organisation_claim="oin",
        organisations=frozenset({WIERDENLAND}),
        person_claim="employee_number",
        installation=True,
        login=login,
    )
    return replace(installation, issuers={url: Keyring(issuer)})


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture(scope="module")
def town(kept: Site, npm_tools: Path) -> Iterator[Town]:  # noqa: ARG001 - the tools are there
    later: list[Any] = []

    def app(environ: Any, start: Any) -> Any:
        return later[0](environ, start)  # the issuer has to know where it is served, before it can be built

    with served(app) as port:
        url = f"http://127.0.0.1:{port}"
        with provider("x", PEOPLE, [f"{url}/login/town/callback"], [f"{url}/logout"]) as issuer:
            installation = replace(kept.installation, settings=replace(kept.installation.settings, public_url=url))
            made = Town(Site(installation, url, site(installation)), issuer, trusting(installation, issuer.url, LOGIN))
            later.append(site(made.installation))
            yield made


@pytest.mark.parametrize(
    ("person", "role", "organisation", "number"),
    [
        ("administrator", Role.ADMINISTRATOR, None, None),
        ("hr", Role.HR, WIERDENLAND, "W-022"),
        ("holder", Role.HOLDER, WIERDENLAND, "W-012"),
    ],
)
def test_somebody_signs_in_by_his_role(
    town: Town, person: str, role: Role, organisation: str | None, number: str | None
) -> None:
    client = town.client()
    answer = client.get(town.returns(client, person))
    assert (answer.status_code, answer.location) == (303, "/me")
    credential = f"token {town.issuer.url} {person}"
    assert town.caller(client) == Caller((role,), organisation, credential, number, Channel.PAGES)


@pytest.mark.parametrize("way", ["private_key_jwt", "a public client, and what the issuer says beside the ID token"])
def test_the_registry_proves_in_several_ways_who_it_is(town: Town, way: str) -> None:
    key = ECKey.import_key(town.issuer.assertion_key.as_dict(private=True) | {"alg": "ES256"})
    proven = {"client_id": "proven", "client_secret": None, "private_key": key}
    is_proven = way == "private_key_jwt"
    by = town.by(**proven if is_proven else {"client_id": "open", "client_secret": None, "userinfo": True})
    client = by.client()
    client.get(by.returns(client, "hr"))
    assert by.caller(client).person == "W-022"


def test_what_a_browser_keeps_is_out_of_reach_and_ends_when_it_was_used(town: Town) -> None:
    client = town.client()
    begun = client.get("/login/town").headers["Set-Cookie"]
    assert all(word in begun for word in ("sign-in=", "HttpOnly", "SameSite=Lax", "Path=/"))
    client.get(town.returns(client, "hr"))
    assert client.get_cookie("sign-in") is None
    secure = replace(town.installation, settings=replace(town.installation.settings, public_url="https://x.example"))
    begun = Client(site(secure)).get("/login/town").headers["Set-Cookie"]
    assert begun.startswith("__Host-sign-in=")
    assert "Secure" in begun


def test_a_return_is_good_once(town: Town) -> None:
    client = town.client()
    back = town.returns(client, "hr")
    assert client.get(back).status_code == 303
    again = client.get(back)
    assert again.status_code == 400
    assert "U bent niet ingelogd" in text_of(again.text)


def test_a_return_to_another_browser_signs_nobody_in(town: Town) -> None:
    back = town.returns(town.client(), "hr")
    another = town.client()
    another.get("/login/town")
    assert another.get(back).status_code == 400
    assert another.get_cookie("session") is None


def test_a_token_of_before_signing_in_is_worth_nothing_after(town: Town) -> None:
    client = town.client()
    before = town.here.session(Role.AUDITOR)
    back = town.returns(client, "hr")
    client.set_cookie("session", before)
    client.get(back)
    assert town.caller(client).roles == (Role.HR,)
    with pytest.raises(Unauthenticated):
        sessions.find(town.installation, before)


@pytest.mark.parametrize("elsewhere", ["https://example.org", "//example.org", "/\\example.org"])
def test_nobody_is_led_elsewhere_by_coming_back(town: Town, elsewhere: str) -> None:
    client = town.client()
    assert client.get(town.returns(client, "hr", elsewhere)).location == "/"


@pytest.mark.parametrize(
    ("person", "status", "told"), [("gardener", 403, "geen rol"), ("stranger", 400, "niet ingelogd")]
)
def test_who_may_not_come_in_is_told_what_to_do(town: Town, person: str, status: int, told: str) -> None:
    client = town.client()
    answer = client.get(town.returns(client, person))
    assert (answer.status_code, client.get_cookie("session")) == (status, None)
    assert told in text_of(answer.text)


def test_who_says_no_at_the_issuer_is_not_signed_in(town: Town) -> None:
    client = town.client()
    begun = client.get("/login/town")
    state = dict(part.split("=") for part in urlsplit(begun.location or "").query.split("&"))["state"]
    assert client.get(f"/login/town/callback?error=access_denied&state={state}").status_code == 400


def test_several_ways_are_offered_and_one_is_taken(town: Town) -> None:
    assert (town.client().get("/login").location or "").startswith("/login/town")
    another = Keyring(replace(town.installation.issuers[town.issuer.url].issuer, login=replace(LOGIN, code="other")))
    both = replace(town.installation, issuers={**town.installation.issuers, "other": another})
    page = Client(site(both)).get("/login?next=/me").text
    assert 'href="/login/town?next=/me"' in page
    assert 'href="/login/other?next=/me"' in page
    assert town.client().get("/login/nowhere").status_code == 404


def test_one_address_begins_only_so_often(town: Town) -> None:
    client = town.client()
    with time_machine.travel(now(), tick=False):
        begun = [client.get("/login/town", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code for _ in range(31)]
    assert begun == [303] * 30 + [429]


def test_signing_out_ends_the_session_and_leads_to_the_issuer(town: Town) -> None:
    client = town.client()
    client.get(town.returns(client, "hr"))
    before = client.get_cookie("session")
    page = sent(client, "/logout").text
    with pytest.raises(Unauthenticated):
        sessions.find(town.installation, before.value if before else "")
    address = next(part for part in page.split('"') if part.startswith(town.issuer.url)).replace("&amp;", "&")
    assert httpx.get(address, timeout=PATIENCE).is_success
    assert "U bent uitgelogd" in text_of(client.get("/logout").text)


def test_somebody_signs_in_with_a_browser_and_sees_what_he_may(town: Town, browser: Browser) -> None:
    context = browser.new_context(locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.route(lambda url: not url.startswith("http://127.0.0.1"), lambda route: route.abort())
    page.goto(f"{town.here.url}/me")
    page.get_by_placeholder("Enter any login").fill("holder")
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name="Wat u mag beslissen")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Imke Ravenstein")
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("link", name="Daar ook uitloggen").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page).to_have_url(re.compile(f"{town.here.url}/logout"))
    page.get_by_role("link", name="Opnieuw inloggen").click()
    expect(page.get_by_placeholder("Enter any login")).to_be_visible()
    context.close()
