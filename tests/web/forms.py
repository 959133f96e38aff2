"""Forms of the pages, sent as the pages send them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.test import Client, TestResponse

from mandate_registry.services.identity import sessions
from mandate_registry.web.access import FIELD
from tests.web.pages import text_of


def sent(client: Client, path: str, form: Mapping[str, object] | None = None, **fields: object) -> TestResponse:
    """Send a form to an address, as the pages of whoever is signed in send it: with the token of his session."""
    cookie = client.get_cookie("session")
    token = {FIELD: sessions.form_token(cookie.value)} if cookie else {}
    return client.post(path, data=token | dict(form or {}) | fields)


def tag_in(page: TestResponse) -> str:
    found = re.search(r'name="_tag" value="([^"]+)"', page.text)
    assert found, text_of(page.text)
    return found[1]


def offered_in(page: TestResponse) -> set[str]:
    """Return the names of the fields that the forms of a page offer."""
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"_][^"]*)"', page.text))


def fill(client: Client, address: str, **fields: Any) -> TestResponse:
    """Open a form and send it, with the state in which it was shown; what is not filled in is sent empty."""
    page = client.get(address)
    return sent(client, address, {"_tag": tag_in(page)} | dict.fromkeys(offered_in(page), "") | fields)
