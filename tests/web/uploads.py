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
DISCLOSED = {"disclosure": "partners"}
TOLD_LATER = {"fixed.instrument": "@later", "since": "none"}
"""By which decision mandates are granted is told later; they have no first day."""
OF_NEW = DISCLOSED | TOLD_LATER
"""What is asked of every list with new mandates that has no columns for it."""
AMOUNTS = {"fixed.vat": "excl", "fixed.currency": "EUR", "bounds.max_amount": "within"}


def columns_of(page: str) -> dict[str, str]:
    """Return what is chosen in the form of the columns."""
    selects = re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    chosen = {name: re.search(r'<option value="([^"]*)" selected', options) for name, options in selects}
    return {name: found[1] for name, found in chosen.items() if found and found[1]}


def columns(client: Client, text: str, table: str = "mandates") -> str:
    """Send a list and say what it is; return the address where its columns are asked about."""
    step = upload(client, text, "lijst.csv").location
    sent(client, step, sheet="lijst", table=table)
    return step.replace("/table", "/columns")


def asked(client: Client, text: str, table: str = "mandates", uses: dict[str, str] | None = None) -> str:
    """Send a list with the columns as they are guessed, or used; return the address where its answers are asked for."""
    step = columns(client, text, table)
    return sent(client, step, columns_of(client.get(step).text) | (uses or {})).location.partition("?")[0]


def asked_what_is_new(client: Client, text: str, uses: dict[str, str]) -> str:
    """Send a list and add all its decision types as new; return the address where it is asked what they are."""
    check = answered(client, columns(client, text), uses)
    words = dict(re.findall(r'name="(meanings\.\d+\.(?:column|word))" value="([^"]*)"', client.get(check).text))
    return sent(client, check.replace("/check", "/mend"), words | {"allNew": "decision_types"}).location


def no_limits(page: str) -> dict[str, str]:
    """Return that empty limits are no limits, where a page asks what they are."""
    found = re.search(r'name="(meanings\.\d+)\.column" value="max_amount"><input[^>]*\.word" value="">', page)
    said = {"column": "max_amount", "word": "", "how": "empty"}
    return {f"{found[1]}.{name}": text for name, text in said.items()} if found else {}


def answered(client: Client, columns: str, said: dict[str, str], answers: dict[str, str] | None = None) -> str:
    """Say what the columns are and what the sheet leaves open; return the address where it is looked at."""
    answer = sent(client, columns, said)
    assert answer.status_code == 303, text_of(answer.text)
    page = client.get(answer.location)
    if page.status_code == 303:
        return page.location
    asked = {name: value for name, value in OF_NEW.items() if f'name="{name}"' in page.text}
    answer = sent(client, answer.location, asked | no_limits(page.text) | (answers or {}))
    assert answer.status_code == 303, text_of(answer.text)
    return answer.location


def checked(client: Client, *rows: str) -> str:
    """Send a list of mandates and name its columns; returns the address where it is looked at before it is proposed."""
    table = upload(client, HEADINGS + "".join(f"{row}\n" for row in rows), "mandaten.csv").location
    sent(client, table, sheet="", table="mandates")
    uses = {f"uses.c{place}": name for place, name in enumerate(COLUMNS)}
    return answered(client, table.replace("/table", "/columns"), uses, AMOUNTS)


def proposed(client: Client, *rows: str) -> str:
    """Propose a list of mandates; returns the address of the changeset."""
    address = imported(client, checked(client, *rows))
    assert address
    return address


def imported(client: Client, check: str) -> str:
    """Do what is shown of a file; return the address of the changeset in which it waits, or nothing."""
    shown = client.get(check)
    mark = re.search(r'name="mark" value="([^"]*)"', shown.text)
    assert mark, text_of(shown.text)
    done = client.get(sent(client, check, mark=mark[1]).location).text
    found = re.search(r'href="(/desk/changesets/[^"]+)"', done)
    return found[1] if found else ""
