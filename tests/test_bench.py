"""The benchmark: its registers can be asked, its questions differ, and it refuses to measure wrong answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path

import pytest
from lxml import etree

from bench import server
from bench.__main__ import main
from bench.chart import FILE, draw
from bench.client_process import send
from bench.jobs import Job
from bench.load_client import Speed
from bench.memory import peak_of
from bench.peers import installation
from bench.peers.grants import Flattened
from bench.peers.peer_question import PeerQuestion
from bench.plan import KINDS, LEVELS, Plan
from bench.questions import question
from bench.registers import OIN, register
from bench.report import Measured
from bench.saved_runs import read_runs, to_run
from bench.targets import Target
from mandate_registry import bootstrap
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.transfer.register_import import import_register
from schemas.load import load
from schemas.questions import CheckIn

YES = b'{"outcome":"authorised"}'


def test_an_invented_register_is_imported_and_asked() -> None:
    people, amount = (EmployeeRef(number="e0"),), Money(Decimal("900.00"))
    with bootstrap.scratch() as installation:
        import_register(COMMAND_LINE, installation, register(50))
        request = CheckRequest(organisation=OIN, employees=people, decision_type="t3", amount=amount)
        assert check(COMMAND_LINE, installation, request).outcome == "authorised"


def test_no_two_of_ten_thousand_questions_are_alike_and_each_tenth_is_about_nobody() -> None:
    asked = [json.dumps(question(number) | {"case": None}) for number in range(10_000)]
    assert len(set(asked)) == 10_000
    assert sum("nobody" in one for one in asked) == 1_000


def test_the_peers_are_given_what_the_mandates_grant() -> None:
    flattened = Flattened(register(200))
    with bootstrap.scratch() as installation:
        import_register(COMMAND_LINE, installation, register(200))
        asked = [question(number, people=20) for number in range(300)]
        ours = [check(COMMAND_LINE, installation, load(CheckIn, one)).outcome == "authorised" for one in asked]
    assert 60 < sum(ours) < 240
    assert [_is_granted(flattened, PeerQuestion.of(one)) for one in asked] == ours


def _is_granted(flattened: Flattened, asked: PeerQuestion) -> bool:
    roles, grants = flattened.roles.get(asked.person, []), flattened.grants[asked.decision_type]
    mine = [grant for grant in grants if grant.role in roles and not grant.conditional]
    return any(asked.cents <= grant.cents and asked.at >= grant.start for grant in mine)


def test_every_answer_that_is_sent_is_measured() -> None:
    with _server(200, YES) as port:
        sent = send(Job(port, "/", ("key",), connections=3, seconds=0.2), cycle([b"{}"]))
    speed = Speed.of(sent)
    assert set(sent.outcomes) == {"authorised"}
    assert speed.rate == len(sent.took) / 0.2
    assert 0 < speed.p50 <= speed.p99


@pytest.mark.parametrize(("status", "body"), [(500, YES), (200, b'{"title":"?"}')], ids=["status", "body"])
def test_an_answer_that_is_not_as_expected_ends_the_run(status: int, body: bytes) -> None:
    with _server(status, body) as port, pytest.raises(AssertionError):
        send(Job(port, "/", ("key",), connections=1, seconds=5), cycle([b"{}"]))


@contextmanager
def _server(status: int, body: bytes) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_the_memory_of_a_process_is_that_of_the_system() -> None:
    assert 10_000_000 < peak_of(os.getpid()) < 10_000_000_000


@pytest.mark.parametrize(
    ("target", "good", "bad"), [(Target(0.25, 0.5), 0.25, 0.24), (Target(4, 2), 4, 4.1)], ids=["more", "less"]
)
def test_a_target_is_reached_from_below_or_from_above(target: Target, good: float, bad: float) -> None:
    assert target.holds(good)
    assert not target.holds(bad)


def test_json_states_what_a_line_states() -> None:
    measured = Measured("batch", "singly ÷ among", "sqlite", 2.34567, target=Target(5, 15))
    assert measured.as_line().split()[-3:] == ["DOES", "NOT", "HOLD"]
    stated = {"measure": "batch", "name": "singly ÷ among", "database": "sqlite", "value": 2.346}
    assert measured.as_json() == stated | {"target": {"must": 5, "stretch": 15}, "holds": False}


def test_the_chart_shows_every_run_that_is_saved() -> None:
    etree.fromstring(FILE.read_bytes())
    assert FILE.read_text(encoding="utf-8") == draw(read_runs()), "run python -m bench.chart"


def test_a_peer_that_cannot_be_had_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "PLACE", tmp_path)
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    with pytest.raises(installation.CannotBeHad, match="cedarpy"):
        installation.library("cedar")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--rounds 0", "0 is not a whole number above 0"),
        ("--connections -3", "-3 is not a whole number above 0"),
        ("--connections ²", "² is not a whole number above 0"),
        ("--seconds 0", "0 is not a number of seconds above 0"),
        ("--seconds inf", "inf is not a number of seconds above 0"),
        ("--seconds nan", "nan is not a number of seconds above 0"),
        ("--seconds soon", "soon is not a number of seconds above 0"),
        ("--only workers --database sqlite", "workers is measured on postgresql only"),
        ("--only batch --only log --database postgresql", "log is measured on sqlite only"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    options: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *options.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


DEAF = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
os.write(1, b"!")
signal.pause()
"""
"""A program that goes on when it should end, with a process of its own."""


def test_a_server_that_does_not_end_is_killed_with_its_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "TO_END", 0.1)
    process = server.start([sys.executable, "-c", DEAF], stdout=subprocess.PIPE)
    assert process.stdout
    with process.stdout as output:
        assert output.read(2) == b"!!"
        server.stop(process)
        assert output.read() == b"", "it ends when nobody is left who could write"
    assert process.returncode == -signal.SIGKILL


def test_a_run_outside_a_checkout_is_saved_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.saved_runs.ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert to_run([], Plan(quick=True, seconds=1.0, rounds=1, kinds=KINDS, levels=LEVELS))["commit"] == "unknown"
