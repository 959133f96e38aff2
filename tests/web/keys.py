"""Keys, as an administrator makes them at the desk."""

from __future__ import annotations

import re

from werkzeug.test import Client

from tests.support.demo import WIERDENLAND
from tests.web.forms import sent

WANTED = {"label": "Zaaksysteem", "role": "hr", "organisation": WIERDENLAND, "person": "W-022", "expires": "2099-12-31"}


def secret_in(page: str) -> str:
    return str(re.findall(r"<code>(mr_[^<]+)</code>", page)[0])


def made(client: Client, **otherwise: str) -> tuple[str, str]:
    """Make a key; returns its secret and the address of its page."""
    page = sent(client, "/desk/keys/new", WANTED | otherwise)
    assert page.status_code == 200, page.text
    *_, address = re.findall(r'href="(/desk/keys/[0-9a-f-]{36})"', client.get("/desk/keys").text)
    return secret_in(page.text), address
