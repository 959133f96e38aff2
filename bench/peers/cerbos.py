"""Cerbos: its own server over HTTP, with a resource policy for each decision type and a rule for each grant.

The caller sends the roles of the person with each question, as is usual there: Cerbos keeps no people. So it does not
look up who holds what, which the others do.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench.jobs import Shape
from bench.peers.grants import Flattened, Grant
from bench.peers.peer_question import PeerQuestion
from bench.server import free_port, start, stop

PATH = "/api/check/resources"
YES = b"EFFECT_ALLOW"
ANSWERED = b'"actions"'
NOBODY = ["nobody"]
"""The roles of somebody who has none: the list may not be empty."""
PATIENCE = 60


def shape_of(flattened: Flattened) -> Shape:
    """Return what makes a request of Cerbos of a question."""
    return partial(request, flattened.roles)


def request(roles: dict[str, list[str]], asked: dict[str, Any]) -> dict[str, object]:
    """Return a question as Cerbos is asked it."""
    question = PeerQuestion.of(asked)
    attributes = {"cents": question.cents, "at": question.at, "confirmed": question.confirmed}
    resource = {"kind": question.decision_type, "id": "asked", "attr": attributes}
    principal = {"id": question.person, "roles": roles.get(question.person, NOBODY)}
    return {"principal": principal, "resources": [{"actions": ["decide"], "resource": resource}]}


@contextmanager
def cerbos(binary: Path, folder: Path, flattened: Flattened, *, audit: bool) -> Iterator[int]:
    """Serve the grants of a register, and yield the port. With `audit`, each call and decision is written to a file."""
    _write_policies(folder / "policies", flattened)
    port, grpc = free_port(), free_port()
    (folder / "config.json").write_text(json.dumps(_settings(folder, port, grpc, audit=audit)))
    command = [str(binary), "server", f"--config={folder / 'config.json'}", "--log-level=error"]
    process = start(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        stop(process)


def _write_policies(folder: Path, flattened: Flattened) -> None:
    folder.mkdir(parents=True)
    for code, grants in flattened.grants.items():
        policy = {"version": "default", "resource": code, "rules": [_rule(grant) for grant in grants]}
        whole = {"apiVersion": "api.cerbos.dev/v1", "resourcePolicy": policy}
        (folder / f"{code}.json").write_text(json.dumps(whole), encoding="utf-8")


def _rule(grant: Grant) -> dict[str, object]:
    conditions = [f"R.attr.cents <= {grant.cents}", f"R.attr.at >= {grant.start}"]
    conditions += ["R.attr.confirmed"] if grant.conditional else []
    matched = {"match": {"expr": " && ".join(conditions)}}
    return {"actions": ["decide"], "effect": "EFFECT_ALLOW", "roles": [grant.role], "condition": matched}


def _settings(folder: Path, port: int, grpc: int, *, audit: bool) -> dict[str, object]:
    addresses = {"httpListenAddr": f"127.0.0.1:{port}", "grpcListenAddr": f"127.0.0.1:{grpc}"}
    return {
        "server": addresses,
        "telemetry": {"disabled": True},
        "storage": {"driver": "disk", "disk": {"directory": str(folder / "policies")}},
        "audit": {"enabled": audit, "backend": "file", "file": {"path": str(folder / "audit.log")}},
    }


def _wait_for(port: int) -> None:
    """Wait until the server listens. Raises TimeoutError after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"Cerbos did not listen within {PATIENCE} seconds")
