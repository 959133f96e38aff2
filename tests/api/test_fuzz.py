"""Every operation of the contract, with input that somebody thought of and much that nobody did.

What is systematic are the bounds of every field, and every field left out or of another type. A usual run tries one of
six of those, and something of every operation. `--all` tries all of them, and goes on with input made up at random
and with calls that follow from one another: in the environment, FUZZ_SEED chooses it, and FUZZ_EXAMPLES how much of it
there is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.app import create_app
from mandate_registry.config import ROOT
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.installations import load_demo
from tests.api.server import served
from tests.support import selection

SCHEMATHESIS = "import schemathesis.cli; schemathesis.cli.schemathesis()"
HERE = Path(__file__).parent
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "50")
STRIDE = 6
SYSTEMATIC, RANDOM = ["--phases", "examples,coverage"], ["--max-examples", EXAMPLES]


@pytest.mark.slow
def test_no_input_gets_an_answer_that_the_contract_does_not_describe(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    everything = request.config.getoption(selection.EVERYTHING)
    installation = load_demo(tmp_path)
    app = create_app(installation)
    key = caller(app, Role.ADMINISTRATOR).headers["Authorization"]
    with served(app) as port:
        how = (1, RANDOM) if everything else (STRIDE, SYSTEMATIC)
        done = _fuzz(f"http://127.0.0.1:{port}/v1/openapi.json", key, tmp_path, *how)
    installation.close()
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr


def _fuzz(address: str, key: str, folder: Path, every: int, how: list[str]) -> subprocess.CompletedProcess[str]:
    seed = os.environ.get("FUZZ_SEED", "20261123")
    hooks = {"PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": "tests.api.fuzz_hooks", "FUZZ_EVERY": str(every)}
    command = [sys.executable, "-c", SCHEMATHESIS, "--config-file", str(HERE / "schemathesis.toml"), "run", address]
    options = ["--seed", seed, *how, "--continue-on-failure", "--no-color"]
    return subprocess.run(
        [*command, "--header", f"Authorization: {key}", *options],
        cwd=folder,  # where it leaves what it remembers
        env=os.environ | hooks,
        capture_output=True,
        text=True,
        check=False,
    )
