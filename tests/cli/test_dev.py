"""`dev` serves the demonstration, restarts when a file changes, and shows errors in a debugger."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from werkzeug.test import Client

from mandate_registry import bootstrap
from mandate_registry.cli.demo_data import QUESTION
from mandate_registry.cli.dev import dev as command
from mandate_registry.cli.dev_server import watched
from mandate_registry.config import ROOT
from mandate_registry.errors import Unsafe
from mandate_registry.services.readiness import Readiness
from mandate_registry.site import debuggable, site
from tests.cli.service_process import reserved_port, running
from tests.support import sqlite
from tests.support.built import closed_afterwards
from tests.support.demo import WIERDENLAND
from tests.support.settings import environment_of, settings_of
from tests.support.waiting import PATIENCE, until

COPIED = ("api", "data", "docs", "mandate_registry", "migrations", "models", "schemas")
RULES, WORDS = "mandate_registry/rules/notation.py", "mandate_registry/web/translations/nl/public.po"
PAGE = "mandate_registry/web/templates/public/accessibility.html"


@dataclass(frozen=True)
class Served:
    """A copy of the registry, and the `dev` that serves it."""

    root: Path
    port: int
    process: subprocess.Popen[bytes]

    def printed(self) -> list[str]:
        return (self.root / "out").read_text(encoding="utf-8").splitlines()

    def has_begun(self) -> bool:
        assert self.process.poll() is None, (self.root / "err").read_text(encoding="utf-8")
        return bool(self.printed())

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def ask(self) -> dict[str, str]:
        """Ask what the demonstration asks, with each key that was printed; returns the outcomes by role."""
        question = json.dumps({"organisation": WIERDENLAND} | QUESTION)
        keys = json.loads(self.printed()[0])["keys"]
        answers = {role: self.send("POST", "/v1/checks", question, f"Bearer {key}") for role, key in keys.items()}
        return {role: json.loads(text)["outcome"] for role, (_, text) in answers.items()}

    def has_settled(self) -> bool:
        """Return True if every key is answered; what restarts may end while it answers."""
        with suppress(OSError, HTTPException):
            return set(self.ask().values()) == {"authorised"}
        return False

    def send(self, method: str, path: str, body: str | None = None, key: str = "none") -> tuple[int, str]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": key} if body else {})
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def must_debug(self, path: str, text: str) -> None:
        """Ask until the answer is the page of the debugger, about this error."""
        answers = [(0, "")]

        def has_text() -> bool:
            with suppress(OSError, HTTPException):  # it ended while it answered
                answers.append(self.send("GET", path))
            return text in answers[-1][1]

        until(has_text, f"{path} answers with {text}")
        status, answer = answers[-1]
        assert status == 500
        assert "Werkzeug Debugger" in answer
        assert "EVALEX = true" in answer


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "openapi.yaml", root)
    with _started(root) as started:
        yield started


@contextmanager
def _started(root: Path) -> Iterator[Served]:
    settings = {"PYTHONPATH": str(root), "PYTHONSAFEPATH": "1"}
    with reserved_port() as port, (root / "out").open("wb") as out, (root / "err").open("wb") as err:
        command = ("dev", "--port", str(port), "--json")
        with running(*command, settings=settings, cwd=root, stdout=out, stderr=err) as process:
            yield _ready(Served(root, port, process))


def _ready(served: Served) -> Served:
    """Wait until it has printed how to begin, which it does once it answers."""
    until(served.has_begun, "`dev` prints how to begin")
    return served


def test_it_serves_the_demonstration_to_this_machine_alone(dev: Served) -> None:
    assert set(dev.ask().values()) == {"authorised"}
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", dev.port), timeout=PATIENCE).close()


def test_it_offers_no_other_address() -> None:
    assert {option.name for option in command.params} == {"port", "data", "as_json"}


def test_it_restarts_after_a_change_and_errors_reach_the_debugger(dev: Served) -> None:
    """An import error shows too. After the restarts the keys still work, and they were printed once."""
    dev.change(RULES, "import annotations", "import annotations kanarie")
    dev.must_debug("/healthz", "SyntaxError: ")
    dev.change(RULES, "import annotations kanarie", "import annotations")
    dev.change(PAGE, "{% block content %}", "{% block content %}{{ kanarie() }}")
    dev.must_debug("/accessibility", "UndefinedError: &#39;kanarie&#39; is undefined")
    until(dev.has_settled, "the demonstration answers again")
    assert len(dev.printed()) == 1


def test_it_watches_templates_translations_and_the_contract() -> None:
    assert {ROOT / PAGE, ROOT / WORDS, ROOT / "openapi.yaml"} <= set(watched())


def test_no_environment_variable_makes_the_service_raise_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FLASK_DEBUG", "FLASK_TESTING", "FLASK_PROPAGATE_EXCEPTIONS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setattr(Readiness, "must_be_ready", _fail)
    with closing(bootstrap.build(settings_of(sqlite.database(tmp_path)))) as installation:
        answer = Client(site(installation)).get("/readyz")
        assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
        with pytest.raises(ValueError, match="kanarie"):
            Client(site(installation, propagates=True)).get("/readyz")


def _fail(_: Readiness) -> None:
    raise ValueError("kanarie")


def test_only_a_demonstration_has_a_debugger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_of(sqlite.database(tmp_path)).items():
        monkeypatch.setenv(name, value)
    with closed_afterwards(), pytest.raises(Unsafe, match="only a demonstration"):
        debuggable()
