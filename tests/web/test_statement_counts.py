"""How many statements each list, search and page sends to the database: the same for few entries and for many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import Client

from bench.registers import OIN, register
from mandate_registry import bootstrap
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.identity import api_keys, sessions
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.site import site
from tests.support import sqlite
from tests.support.settings import settings_of
from tests.support.templates import MIGRATED

FEW, MANY = 100, 1000
"""How many mandates the registers have; there is a position and an employee for each ten."""
OF_IT = f"?organisation={OIN}"
ASKED = {"organisation": OIN, "purpose": "a test"}
BODIES: dict[str, dict[str, Any]] = {
    "/v1/employees/_search": {"organisation": OIN, "name": "Person 1"},
    "/v1/mandates/_search": {"organisation": OIN, "decisionType": "t7"},
    "/v1/checks/_search": {"organisation": OIN, "employee": {"number": "e1"}},
    "/v1/authorities/_search": ASKED | {"decisionType": "t3", "at": "2026-01-01T00:00:00Z"},
    "/v1/checks": ASKED | {"decisionType": "t3", "employees": [{"number": "e9"}], "receipt": False},
}
"""What is asked in a body, by path."""
COUNTS: dict[str, int] = {
    "/v1/organisations": 6,
    "/v1/bodies": 6,
    "/v1/units": 6,
    "/v1/positions": 6,
    "/v1/decision-types": 6,
    "/v1/employees": 6,
    "/v1/appointments": 6,
    "/v1/absences": 6,
    "/v1/deputyships": 6,
    "/v1/instruments": 6,
    "/v1/mandates": 9,
    "/v1/agreements": 6,
    "/v1/expected-checks": 6,
    "/v1/changesets": 7,
    "/v1/checks": 9,
    "/v1/cards": 6,
    "/v1/credentials": 6,
    "/v1/findings": 10,
    "/v1/exports/register.zip": 19,
    "/v1/mandates/{first}": 9,
    "/v1/mandates/{first}/history": 9,
    "/v1/employees/{first}": 6,
    "/v1/employees/{first}/history": 7,
    "/v1/employees/_search": 7,
    "/v1/mandates/_search": 9,
    "/v1/checks/_search": 6,
    "/v1/authorities/_search": 7,
    "/desk": 28,
    "/desk/mandates": 29,
    "/desk/people": 26,
    "/desk/positions": 26,
    "/desk/decision-types": 26,
    "/desk/units": 26,
    "/desk/bodies": 26,
    "/desk/instruments": 26,
    "/desk/agreements": 26,
    "/desk/traces": 26,
    "/desk/matrix": 16,
    "/desk/changesets": 11,
    "/desk/expected-checks": 10,
    "/desk/differences?since=2020-01-01": 14,
    "/desk/mandates/new": 27,
    "/desk/mandates.csv": 17,
    "/desk/people.csv": 14,
    "/desk/matrix.csv": 8,
    "/desk/mandates/{first}": 33,
    "/desk/people/{first}": 30,
    "/desk/positions/{first}": 22,
    "/desk/mandates?words=p1": 29,
    "/desk/mandates?status=suspended": 29,
}
"""By address, without `organisation`."""
ENTRIES = {"mandates": "/v1/mandates", "people": "/v1/employees", "positions": "/v1/positions"}


@contextmanager
def counting(installation: Installation) -> Iterator[Counter[str]]:
    """Count the statements that are sent within the block."""
    sent: Counter[str] = Counter()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent[statement] += 1

    event.listen(installation.engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(installation.engine, "before_cursor_execute", count)


class Visitor:
    """Who keeps a register, with a key and a session."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.client = Client(site(installation, propagates=True))
        self.key = api_keys.create(COMMAND_LINE, installation, Role.HR, OIN, "a test", "e1")
        self.client.set_cookie("session", sessions.begin(installation, Caller((Role.HR,), OIN, "a test", "e1")))

    def statements(self, path: str) -> Counter[str]:
        """Return the statements of a request to an address, of which the first entry takes the place of `{first}`."""
        address = self._filled(path)
        with counting(self.installation) as sent:
            headers = {"Authorization": f"Bearer {self.key}"} if path.startswith("/v1") else {}
            body = BODIES.get(path)
            response = self.client.open(address, method="POST" if body else "GET", headers=headers, json=body)
        assert response.status_code == 200, response.text
        return sent

    def _filled(self, path: str) -> str:
        if "{first}" not in path:
            return path + (OF_IT if path.startswith("/v1") and path not in BODIES else "")
        listed = ENTRIES[path.split("/")[2]] if path.startswith("/desk") else path.partition("/{")[0]
        found = self.client.get(listed + OF_IT, headers={"Authorization": f"Bearer {self.key}"})
        return path.replace("{first}", found.get_json()["items"][-1]["id"])


@contextmanager
def visited(folder: Path, mandates: int) -> Iterator[Visitor]:
    installation = bootstrap.build(settings_of(sqlite.database(folder, MIGRATED)))
    import_register(COMMAND_LINE, installation, register(mandates))
    yield Visitor(installation)
    installation.close()


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(tmp_path_factory.mktemp("few"), FEW) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(tmp_path_factory.mktemp("many"), MANY) as visitor:
        yield visitor


@pytest.mark.parametrize("path", COUNTS)
def test_an_operation_sends_as_many_statements_for_many_entries_as_for_few(
    few: Visitor, many: Visitor, path: str
) -> None:
    first = few.statements(path), many.statements(path)
    again = few.statements(path), many.statements(path)
    assert first[0].total() == first[1].total(), (first[1] - first[0]).most_common(3)
    assert (again[0].total(), again[1].total()) == (COUNTS[path], COUNTS[path]), again[1].most_common(3)
