"""Compares the registry with its peers: whether they answer alike, and how fast, in alternating rounds."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.application import EMPTY
from bench.connections import over, speed
from bench.databases import database, load
from bench.http_client import Client
from bench.jobs import Job
from bench.load_client import LoadClient, load_client
from bench.peers import cerbos, installation
from bench.peers.applications import ENGINES, FOLDERS, LOG, MANDATES, is_among
from bench.peers.grants import Flattened
from bench.peers.left_out import LEFT_OUT
from bench.plan import Plan
from bench.questions import question
from bench.registers import Size, register
from bench.report import Measured
from bench.server import Server, serving
from tests.support import shared

LEVELS = (1, 32)
OURS, FLOOR, YES = "check", "empty endpoint", "authorised"
SAMPLE = 500, 2_000
"""How many questions are asked of each, to compare the answers: quickly, and in full."""


@dataclass(frozen=True, slots=True)
class Peer:
    """How one of them is asked, and what an answer contains that says yes."""

    name: str
    job: Job
    yes: bytes = b'"outcome":"authorised"'


def peers(plan: Plan, kind: str) -> Iterator[Measured]:
    """Measure a check, the empty endpoint and each peer over the same connections."""
    print(LEFT_OUT, file=sys.stderr)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=shared.folder())))
        url = stack.enter_context(database(kind))
        keys = load(url, [register(MANDATES)])
        libraries = _libraries()
        more = {FOLDERS: os.pathsep.join(map(str, libraries)), LOG: str(folder / "casbin.log")}
        server = stack.enter_context(serving(url, keys, more=more))
        client = stack.enter_context(load_client(Size(MANDATES).employees))
        every = [*_of_server(server, libraries), *_cerbos(stack, folder)]
        yield from _agreement(every, plan.either(*SAMPLE), kind)
        for level in LEVELS:
            yield from _speeds(client, every, level, plan, kind)


def _libraries() -> list[Path]:
    """Return the folders of those that could be installed; the others are named on standard error."""
    folders = []
    for name in installation.LIBRARIES:
        try:
            folders.append(installation.library(name))
        except installation.CannotBeHad as reason:
            print(f"{name} cannot be had: {reason}", file=sys.stderr)
    return folders


def _of_server(server: Server, libraries: list[Path]) -> Iterator[Peer]:
    """Yield the registry first, then the floor and the peers that the same server serves."""
    yield Peer(OURS, Job(server.port, "/v1/checks", server.keys, 1, 1.0))
    yield Peer(FLOOR, Job(server.port, f"{EMPTY}/", server.keys, 1, 1.0, b"{}"))
    for name in ENGINES:
        if is_among(name, libraries):
            yield Peer(name, Job(server.port, f"/{name}/", server.keys, 1, 1.0))


def _cerbos(stack: ExitStack, folder: Path) -> Iterator[Peer]:
    """Start Cerbos twice: without its audit log, and with it."""
    try:
        binary = installation.cerbos_binary()
    except installation.CannotBeHad as reason:
        print(f"cerbos cannot be had: {reason}", file=sys.stderr)
        return
    flattened = Flattened(register(MANDATES))
    for name, audit in (("cerbos", False), ("cerbos-with-log", True)):
        port = stack.enter_context(cerbos.cerbos(binary, folder / name, flattened, audit=audit))
        job = Job(port, cerbos.PATH, ("",), 1, 1.0, cerbos.ANSWERED, cerbos.shape_of(flattened))
        yield Peer(name, job, cerbos.YES)


def _agreement(every: list[Peer], sample: int, kind: str) -> Iterator[Measured]:
    """Ask each the same questions. Yield how many are answered as by the registry; what differs is printed."""
    asked = [question(number) for number in range(sample)]
    ours, *others = [peer for peer in every if peer.name != FLOOR]
    client = Client(ours.job.port, ours.job.keys[0])
    answers = [json.loads(client.read(ours.job.path, json.dumps(one).encode())) for one in asked]
    for peer in others:
        said = _answers(peer, asked)
        differing = [answer for answer, yes in zip(answers, said, strict=True) if yes != (answer["outcome"] == YES)]
        yield Measured("peers", f"answers of {peer.name} equal to ours, of {sample:,}", kind, sample - len(differing))
        for (outcome, reason), times in Counter(map(_why, differing)).items():
            print(f"{peer.name} differs {times} times where we say {outcome} ({reason})", file=sys.stderr)


def _answers(peer: Peer, asked: list[dict[str, object]]) -> list[bool]:
    client = Client(peer.job.port, peer.job.keys[0])
    return [peer.yes in client.read(peer.job.path, json.dumps(peer.job.shape(one)).encode()) for one in asked]


def _why(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["outcome"], ", ".join(reason["code"] for reason in answer["reasons"])


def _speeds(client: LoadClient, every: list[Peer], level: int, plan: Plan, kind: str) -> Iterator[Measured]:
    """Send the questions to each in alternating rounds. Yield how fast each is, and beside the empty endpoint."""
    jobs = {peer.name: replace(peer.job, connections=level, seconds=plan.per_round) for peer in every}
    rounds = [{name: client.send(job) for name, job in jobs.items()} for _ in range(plan.rounds)]
    for name in jobs:
        label, speeds = f"{name}, {over(level)}", [speeds[name] for speeds in rounds]
        yield speed("peers", label, kind, speeds)
        if name != FLOOR:
            ratio = statistics.median(speeds[name].rate / speeds[FLOOR].rate for speeds in rounds)
            yield Measured("peers", f"{name} ÷ {FLOOR}, {over(level)}", kind, ratio)
