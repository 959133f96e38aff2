"""Checkpoints and proofs are good to programs of others: Go's packages note and tlog, which guard its modules."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from launcher.system_packages import FOR_TESTS, GO_MODULES
from mandate_registry.config import ROOT
from mandate_registry.log.checkpoints import Checkpoint
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.proofs import leaf_at, prove_consistency, prove_inclusion, root_at
from mandate_registry.log.signed_notes import Verifier, as_base64
from models.session import make_engine, writing
from tests.support import missing, sqlite

GO = [one for one in FOR_TESTS if one.name.startswith("golang")]
SIZE = 700
SIZES = [1, 2, 3, 255, 256, 257, 511, 512, 600, SIZE]


@pytest.fixture(scope="module")
def outsider(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program of others."""
    if absent := [one.name for one in GO if not one.is_installed()]:
        missing.skip_or_fail("The log checked by Go's own packages", f"{', '.join(absent)} is not installed")
    folder = tmp_path_factory.mktemp("go")
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": GO_MODULES, "GOCACHE": str(folder / "cache")}
    source = ROOT / "tests/tools/outsider.go"
    subprocess.run(["go", "build", "-o", str(folder / "outsider"), str(source)], env=environment, check=True)
    return folder / "outsider"


def asked(program: Path, questions: list[dict[str, Any]]) -> str:
    lines = "".join(json.dumps(one) + "\n" for one in questions)
    return subprocess.run([program], input=lines, capture_output=True, text=True, check=False).stdout.strip()


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return checkpoints and proofs of a log at several sizes."""
    key = Ed25519PrivateKey.generate()
    engine = make_engine(sqlite.database(tmp_path_factory.mktemp("log")))
    found: list[dict[str, Any]] = []
    with writing(engine) as connection:
        open_log(connection).append([{"kind": "test", "number": number} for number in range(SIZE)])
        roots = {size: root_at(connection, size) for size in SIZES}
        for size, root in roots.items():
            checkpoint = Checkpoint("registry.example/v1/log", size, root)
            of_size = {"Size": size, "Root": as_base64(root)}
            verifier = str(Verifier.of(checkpoint.origin, key))
            found.append(of_size | {"Note": checkpoint.signed(key), "Key": verifier})
            for index in {0, size // 2, size - 1}:
                hashes = [as_base64(one) for one in prove_inclusion(connection, index, size)]
                found.append(
                    of_size | {"Index": index, "Leaf": as_base64(leaf_at(connection, index)), "Hashes": hashes}
                )
            for before in (one for one in SIZES if one <= size):
                hashes = [as_base64(one) for one in prove_consistency(connection, before, size)]
                smaller = {"Grows": True, "Index": before, "Before": as_base64(roots[before])}
                found.append(of_size | smaller | {"Hashes": hashes})
    engine.dispose()
    return found


def test_what_the_log_proves_is_good_to_others(outsider: Path, questions: list[dict[str, Any]]) -> None:
    assert asked(outsider, questions) == "good"


def test_what_was_changed_is_good_to_nobody(outsider: Path, questions: list[dict[str, Any]]) -> None:
    for one in questions[-12:]:
        other = one | {"Root": as_base64(bytes(32))}
        assert asked(outsider, [other]) != "good"
