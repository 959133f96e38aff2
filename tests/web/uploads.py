"""A list of employees to import, and how a file is uploaded at the desk."""

from __future__ import annotations

import io

from werkzeug.test import Client, TestResponse

from tests.web.forms import sent

STAFF = "Personeelsnummer;Naam;Datum in dienst\nW-001;Hendrikje Tolsma-Bos;1-1-2024\nW-900;Aad Nieuw;1-3-2026\n"


def upload(client: Client, text: str | bytes, name: str = "personeel.csv") -> TestResponse:
    content = text.encode() if isinstance(text, str) else text
    return sent(client, "/desk/imports", {"file": (io.BytesIO(content), name)})
