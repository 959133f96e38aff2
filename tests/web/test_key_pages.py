"""The pages on which an administrator makes, renews and ends keys."""

from __future__ import annotations

import pytest
from werkzeug.test import Client

from mandate_registry.errors import Unauthenticated
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role
from tests.web.forms import sent
from tests.web.keys import WANTED, made, secret_in
from tests.web.pages import text_of
from tests.web.site import Site


@pytest.fixture
def boss(kept: Site) -> Client:
    return kept.client(Role.ADMINISTRATOR)


def test_a_key_is_made_and_shown_once(kept: Site, boss: Client) -> None:
    secret, address = made(boss)
    assert api_keys.authenticate(kept.installation, secret).person == "W-022"
    for page in (boss.get("/desk/keys").text, boss.get(address).text):
        assert secret not in page
        assert "Zaaksysteem" in page
    assert "1 januari 2100 om 00:00" in text_of(boss.get(address).text)


def test_a_key_gets_a_new_secret_and_the_old_one_ends(kept: Site, boss: Client) -> None:
    old, address = made(boss)
    new = secret_in(sent(boss, address, overlap="0").text)
    assert api_keys.authenticate(kept.installation, new).roles == (Role.HR,)
    with pytest.raises(Unauthenticated):
        api_keys.authenticate(kept.installation, old)
    assert sent(boss, address, overlap="1000").status_code == 400


def test_a_key_is_ended(kept: Site, boss: Client) -> None:
    secret, address = made(boss)
    assert sent(boss, f"{address}/end").location == "/desk/keys"
    with pytest.raises(Unauthenticated):
        api_keys.authenticate(kept.installation, secret)
    assert "Beëindigd" in text_of(boss.get(address).text)
    assert sent(boss, f"{address}/end").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": ""}, "label"),
        ({"role": "boss"}, "role"),
        ({"organisation": ""}, "organisation"),
        ({"role": "administrator"}, "organisation"),
        ({"role": "holder", "person": ""}, "person"),
        ({"expires": "2001-01-01"}, "expires"),
        ({"expires": "soon"}, "expires"),
    ],
)
def test_a_key_that_cannot_be_is_shown_again_with_what_is_wrong(
    boss: Client, wrong: dict[str, str], field: str
) -> None:
    answer = sent(boss, "/desk/keys/new", WANTED | wrong)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_is_shown_keys_or_makes_them(kept: Site, boss: Client, role: Role) -> None:
    _, address = made(boss)
    client = kept.client(role)
    assert {client.get(path).status_code for path in ("/desk/keys", "/desk/keys/new", address)} == {403}
    assert {sent(client, path, WANTED).status_code for path in ("/desk/keys/new", f"{address}/end")} <= {400, 403}
    assert "/desk/keys" not in client.get("/").text
    assert "Beëindigd" not in text_of(boss.get(address).text)
