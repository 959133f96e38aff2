"""`serve` with several workers: what one of them counts, the others know."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.cli.partner import ask, partner_key
from tests.cli.service_process import serving
from tests.cli.support import run_process
from tests.support import postgres, sqlite
from tests.support.settings import environment_of

LIMITS = {"MANDATES_REQUESTS": "90/hour", "MANDATES_AMOUNTS": "10/day"}


def test_the_limits_hold_over_two_workers() -> None:
    with postgres.database() as url:
        key = partner_key(url)
        settings = environment_of(url) | LIMITS
        with serving("--workers", "2", settings=settings) as port, ThreadPoolExecutor(16) as pool:
            got = list(pool.map(lambda value: ask(port, key, amount={"value": f"{value}.00"}), range(1, 51)))
    assert got.count((200, '"requests"')) == 10
    assert got.count((429, '"amounts"')) == 20
    assert got.count((429, '"requests"')) == 20


def test_an_embedded_database_is_served_by_one_worker(tmp_path: Path) -> None:
    done = run_process("serve", "--workers", 2, MANDATES_DATABASE_URL=sqlite.database(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "leave out --workers" in done.err
