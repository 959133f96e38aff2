"""`serve` and `demo`: running the service. `dev` is in `dev.py`."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import click
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from sqlalchemy import make_url

from mandate_registry.cli.common import DATA_IN_WORDS, in_data, installation, settings
from mandate_registry.cli.demo_data import Demonstration, seed
from mandate_registry.cli.supervisor import Supervisor
from mandate_registry.config import from_environment, sqlite_url
from mandate_registry.data_folder import default_data
from mandate_registry.errors import Unavailable, Unsafe
from mandate_registry.secret_files import must_be_private
from mandate_registry.services.checks import retention
from mandate_registry.services.identity.api_keys import must_be_no_demonstration
from mandate_registry.services.proof.signing_keys import must_have_keys

at_port = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
as_json_line = click.option(
    "--json", "as_json", is_flag=True, help="Print one line of JSON when it is ready, and nothing else."
)


def kept_in(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the option `--data`, with the folder NAME among the data as its default."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=lambda: default_data() / name,
        help=f"Keep the embedded database in this folder; otherwise {DATA_IN_WORDS}{name}.",
    )


@click.command()
@click.option("--host", help="The address to listen on; otherwise MANDATES_HOST, or 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Otherwise MANDATES_PORT, or 8000.")
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="More than one on PostgreSQL only."
)
@in_data
def serve(host: str | None, port: int | None, workers: int) -> None:
    """Serve the API and the pages until stopped."""
    if host:
        os.environ["MANDATES_HOST"] = host
    chosen = settings()
    if workers > 1 and chosen.database_url.startswith("sqlite"):
        raise Unsafe("an embedded database has one writer, and is served by one worker: leave out --workers")
    with installation() as opened:  # its database is at the newest version, or it does not start
        must_be_no_demonstration(opened)
        if file := _embedded(chosen.database_url):
            must_be_private(file)
        must_have_keys(opened)
        retention.begin(opened)
    if file:
        _let_workers_use(chosen.database_url)
    _listen(chosen.host, port or chosen.port, workers)


@click.command()
@at_port
@kept_in("demo")
@as_json_line
def demo(port: int, data: Path, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """Serve two invented municipalities and two real registers, with a key for each role, until stopped."""
    begin_demonstration(port, data, as_json=as_json)
    _listen("127.0.0.1", port)


def begin_demonstration(port: int, data: Path, *, as_json: bool) -> None:
    """Load the demonstration data, and print the address and the keys once the server answers.

    The settings are put in the environment, where the server process reads them.
    """
    _must_be_free("127.0.0.1", port)
    url = sqlite_url(data)
    for name in ("MANDATES_SIGNING_KEYS", "MANDATES_PUBLIC_URL"):  # what is signed here is not said in earnest
        os.environ.pop(name, None)
    os.environ |= {"MANDATES_DEMO": "yes", "MANDATES_PORT": str(port)}
    demonstration = seed(from_environment(database_url=url))
    text = json.dumps(demonstration.as_json()) if as_json else demonstration.as_text(data)
    threading.Thread(target=_when_ready, args=(demonstration, lambda: click.echo(text)), daemon=True).start()
    _let_workers_use(url)


def _must_be_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(f"cannot listen on {host}:{port}: {error.strerror}") from error


def _when_ready(demonstration: Demonstration, announce: Callable[[], None]) -> None:
    """Announce the service once it answers, however long that takes; runs in a thread that ends with the process."""
    while not _answers(f"{demonstration.url}/readyz"):
        time.sleep(0.1)
    announce()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=1):  # noqa: S310 - an address of our own
            return True
    except OSError:  # not listening yet, or not answering
        return False


def _embedded(database_url: str) -> Path | None:
    """Return the file of an embedded database."""
    url = make_url(database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _let_workers_use(database_url: str) -> None:
    """Name the embedded database to the workers; that of a server, with its password, they read as it was given."""
    os.environ.pop("MANDATES_DATABASE_URL_FILE", None)
    os.environ["MANDATES_DATABASE_URL"] = database_url


def _listen(host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped. The workers read their settings from the environment."""
    _must_be_free(host, port)
    os.environ |= {"MANDATES_HOST": host, "MANDATES_PORT": str(port)}
    from_environment()
    multiprocessing.set_start_method("spawn")  # a worker forked beside a running thread may inherit its locks and hang
    Supervisor(
        "mandate_registry.site:asgi_application",
        factory=True,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        address=host,
        port=port,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=_LOGGING,
    ).serve()


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
"""Everything to standard error: what a command prints on standard output is its answer."""
