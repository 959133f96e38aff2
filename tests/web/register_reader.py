"""The desk as somebody of a role reads it, and a sheet of each kind on it."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.test import Client

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.entries import list_entries
from tests.support.demo import WIERDENLAND
from tests.web.pages import text_of
from tests.web.site import Site

KEYS = {"agreements": "number", "employees": "number", "mandates": "number", "instruments": "reference"}
SHEETS = [
    ("mandates", "mandates", "WL-8.5"),
    ("people", "employees", "W-012"),
    ("positions", "positions", "inkoper"),
    ("decision-types", "decision_types", "cooperation.conclude"),
    ("units", "units", "inkoop"),
    ("bodies", "bodies", "college"),
    ("instruments", "instruments", "WL-MB-2024"),
]


@dataclass(frozen=True)
class Desk:
    """A desk at which somebody of a role sits."""

    site: Site
    client: Client

    def read(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path, headers={"Accept-Language": "en"})
        assert answer.status_code == status, answer.text
        return text_of(answer.text)

    def path(self, kind: str, table: str, key: str) -> str:
        wanted = Slice({"organisation": WIERDENLAND, KEYS.get(table, "code"): key})
        found = list_entries(COMMAND_LINE, self.site.installation, table, wanted).items
        return f"/desk/{kind}/{found[0].entry.id}"
