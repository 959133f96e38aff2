"""The peers that are libraries, each behind a Flask endpoint as small as the empty one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask, request

from bench.peers.grants import Flattened
from bench.peers.peer_question import Engine, PeerQuestion
from bench.registers import register

FOLDERS, LOG = "BENCH_PEERS", "BENCH_PEERS_LOG"
"""The environment variables with the folders of the libraries, and with the file of casbin's log."""
MANDATES = 1_000


def applications() -> dict[str, Flask]:
    """Return an application for each library that the environment names, by the path at which it is served."""
    named = os.environ.get(FOLDERS)
    if not named:
        return {}
    folders = named.split(os.pathsep)
    sys.path += folders
    flattened = Flattened(register(MANDATES))
    engines = {name: engine(flattened) for name, engine in ENGINES.items() if is_among(name, folders)}
    return {f"/{name}": _application(name, engine) for name, engine in engines.items()}


def is_among(name: str, folders: Iterable[str | Path]) -> bool:
    """Return whether the library of an engine is in one of these folders, which are named after it."""
    return any(name.partition("-")[0] in Path(folder).parts for folder in folders)


def _cedar(flattened: Flattened) -> Engine:
    from bench.peers.cedar import Cedar  # noqa: PLC0415 - it is there only where it was installed

    return Cedar(flattened)


def _opa(flattened: Flattened) -> Engine:
    from bench.peers.opa import Opa  # noqa: PLC0415 - see above

    return Opa(flattened)


def _casbin(flattened: Flattened) -> Engine:
    from bench.peers.casbin_rules import Casbin  # noqa: PLC0415 - see above

    return Casbin(flattened)


def _casbin_with_log(flattened: Flattened) -> Engine:
    from bench.peers.casbin_rules import Casbin  # noqa: PLC0415 - see above

    return Casbin(flattened, Path(os.environ[LOG]))


ENGINES: dict[str, Callable[[Flattened], Engine]] = {
    "cedar": _cedar,
    "opa": _opa,
    "casbin": _casbin,
    "casbin-with-log": _casbin_with_log,
}


def _application(name: str, engine: Engine) -> Flask:
    app = Flask(name, static_folder=None)

    def answer() -> dict[str, str]:
        """Answer the question in the body as a check is answered, with the outcome alone."""
        allowed = engine.allows(PeerQuestion.of(request.get_json()))
        return {"outcome": "authorised" if allowed else "not_authorised"}

    app.add_url_rule("/", name, answer, methods=["POST"])
    return app
