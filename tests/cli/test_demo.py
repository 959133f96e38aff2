"""`demo` needs nothing configured: it serves, and what it prints works."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from mandate_registry.cli.demo_data import QUESTION
from tests.cli.service_process import reserved_port, running
from tests.cli.support import run_process
from tests.support import missing
from tests.support.demo import WIERDENLAND
from tests.support.waiting import PATIENCE


@contextmanager
def demo(data: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    with reserved_port() as port:
        command = ("demo", "--port", str(port), "--data", str(data), *options)
        with running(*command, settings={}, stdout=subprocess.PIPE, text=True) as process:
            yield process


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the demonstration that is served during the tests of this module."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def ready(data: Path) -> Iterator[dict[str, Any]]:
    """Yield what a demonstration prints as JSON, which is served meanwhile."""
    with demo(data, "--json") as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())


def post(url: str, key: str, body: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=PATIENCE) as response:
        return json.load(response)


def test_it_prints_one_line_of_json_when_it_is_ready(ready: dict[str, Any]) -> None:
    assert list(ready) == ["url", "organisations", "keys", "card"]
    assert ready["organisations"][0] == WIERDENLAND
    assert list(ready["keys"]) == ["administrator", "hr", "approver", "auditor", "holder", "partner", "approver 2"]
    question = {"organisation": WIERDENLAND} | QUESTION
    answers = {role: post(f"{ready['url']}/v1/checks", key, question) for role, key in ready["keys"].items()}
    assert {answer["outcome"] for answer in answers.values()} == {"authorised"}
    assert answers["hr"]["explanation"]
    assert answers["partner"]["explanation"] is None


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_who_sends_too_much_reads_why(ready: dict[str, Any], chunked: bool) -> None:  # noqa: FBT001 - a parameter
    """A server that answers before it has read the body cuts off the sender; this one reads on."""
    connection = HTTPConnection(urlsplit(ready["url"]).netloc, timeout=PATIENCE)
    headers = {"Authorization": f"Bearer {ready['keys']['hr']}", "Content-Type": "application/json"}
    body = [b"x" * 100_000] * 100
    connection.request("POST", "/v1/checks", iter(body) if chunked else b"".join(body), headers, encode_chunked=chunked)
    response = connection.getresponse()
    assert (response.status, json.load(response)["title"]) == (413, "The body is too large")
    connection.close()


def test_what_it_prints_for_people_can_be_pasted(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        missing.skip_or_fail("The example of the demonstration", "curl is not installed")
    with demo(tmp_path) as process:
        assert process.stdout
        printed = "".join(iter(process.stdout.readline, "Stop with Ctrl-C.\n"))
        curl, check = (
            re.search(rf"^  ({word} .*?[^\\])$", printed, re.MULTILINE | re.DOTALL) for word in ("curl", r"\./mandates")
        )
        assert curl
        assert check
        told = subprocess.run(["bash", "-c", curl[1]], capture_output=True, check=True, text=True).stdout
        assert json.loads(told)["decision"] is True
        asked = run_process(*shlex.split(check[1].replace("\\\n", " "))[1:])
    assert (asked.code, asked.out.splitlines()[0]) == (0, "YES, authorised")


def test_it_says_so_when_the_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_process("demo", "--port", taken.getsockname()[1], "--data", tmp_path)
    assert done.code == 2
    assert "cannot listen on 127.0.0.1" in done.err


def test_its_keys_are_worth_nothing_outside_of_it(ready: dict[str, Any], data: Path) -> None:
    assert all(key.startswith("mr_demo_") for key in ready["keys"].values())
    served = run_process("serve", "--data", data)
    assert served.code == 2
    assert served.err.startswith("mandates: this database is one of ./mandates demo, whose keys are in use")
