"""A list of employees to import, and how a file is uploaded at the desk."""

from __future__ import annotations

import io
import re

from werkzeug.test import Client, TestResponse

from tests.web.forms import sent
from tests.web.pages import text_of

STAFF = "Personeelsnummer;Naam;Datum in dienst\nW-001;Hendrikje TOLSMA;1-1-2024\nW-900;Aad Nieuw;1-3-2096\n"


def upload(client: Client, text: str | bytes, name: str = "personeel.csv") -> TestResponse:
    content = text.encode() if isinstance(text, str) else text
    return sent(client, "/desk/imports", {"file": (io.BytesIO(content), name)})


HEADINGS = "Mandaatnummer;Soort;Namens;Mandaat aan;Bevoegdheid;Grens;Uitleg\n"
COLUMNS = ("number", "kinds", "on_behalf_of", "holder", "decision_types", "max_amount", "instructions")


def checked(client: Client, *rows: str) -> str:
    """Send a list of mandates and name its columns; gives the address where it is looked at before it is proposed."""
    table = upload(client, HEADINGS + "".join(f"{row}\n" for row in rows), "mandaten.csv").location
    sent(client, table, sheet="", table="mandates")
    named = {f"columns.{name}": str(place) for place, name in enumerate(COLUMNS)}
    answer = sent(client, table.replace("/table", "/columns"), named)
    assert answer.status_code == 303, text_of(answer.text)
    return answer.location


def proposed(client: Client, *rows: str) -> str:
    """Propose a list of mandates; gives the address of the changeset."""
    check = checked(client, *rows)
    mark = re.search(r'name="mark" value="([^"]*)"', client.get(check).text)
    assert mark
    done = client.get(sent(client, check, mark=mark[1]).location).text
    found = re.search(r'href="(/desk/changesets/[^"]+)"', done)
    assert found, text_of(done)
    return found[1]
