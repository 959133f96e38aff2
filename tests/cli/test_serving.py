"""`serve` with several workers: what one of them counts, the others know."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.register_folder.reading import read_register
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.importing import import_register
from mandate_registry.services.changing.writing import Draft, create
from mandate_registry.services.permissions import Role
from tests.cli.serving import serving
from tests.cli.support import run_process
from tests.support import postgres, sqlite
from tests.support.demo import WIERDENLAND
from tests.support.settings import environment_of, settings_of
from tests.support.waiting import PATIENCE

PARTNER = "00000009100000000002"
LIMITS = {"MANDATES_REQUESTS": "90/hour", "MANDATES_AMOUNTS": "10/day"}


def partner_key(url: str) -> str:
    installation = bootstrap.build(settings_of(url))
    import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample/wierdenland"))
    agreement = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,))
    create(COMMAND_LINE, installation, "agreements", Draft(WIERDENLAND, agreement))
    key = keys.create(COMMAND_LINE, installation, Role.PARTNER, PARTNER, "a test")
    installation.close()
    return key


def ask(port: int, key: str, amount: int) -> tuple[int, str]:
    """Ask over a connection of its own, which any worker may take; give the status and what is limited."""
    question: dict[str, Any] = {"organisation": WIERDENLAND, "employees": [{"number": "W-012"}], "purpose": "a test"}
    question |= {"decisionType": "cooperation.conclude", "amount": {"value": f"{amount}.00"}}
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", "/v1/checks", json.dumps(question), headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers["RateLimit"].split(";")[0]


def test_the_limits_hold_over_two_workers() -> None:
    with postgres.database() as url:
        key = partner_key(url)
        settings = environment_of(url) | LIMITS
        with serving("--workers", "2", settings=settings) as port, ThreadPoolExecutor(16) as pool:
            got = list(pool.map(lambda amount: ask(port, key, amount), range(1, 51)))
    assert got.count((200, '"requests"')) == 10
    assert got.count((429, '"amounts"')) == 20
    assert got.count((429, '"requests"')) == 20


def test_an_embedded_database_is_served_by_one_worker(tmp_path: Path) -> None:
    done = run_process("serve", "--workers", 2, MANDATES_DATABASE_URL=sqlite.database(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "leave out --workers" in done.err
