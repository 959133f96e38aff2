"""`dev`: the demonstration for maintainers, with a debugger and automatic restarts."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import click

from mandate_registry import IS_INSTALLED
from mandate_registry.cli import dev_server
from mandate_registry.cli.common import not_here
from mandate_registry.cli.serve import as_json_line, at_port, begin_demonstration, kept_in


@click.command()
@at_port
@kept_in("dev")
@as_json_line
def dev(port: int, data: Path, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """Serve the demonstration with a debugger, and restart when a file changes.

    This is for maintainers. It listens on 127.0.0.1 only.
    """
    if IS_INSTALLED:
        raise not_here("dev")
    begin_demonstration(port, data, as_json=as_json)  # once, outside the process that restarts
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command = [sys.executable, "-m", dev_server.__name__, str(port)]
    with subprocess.Popen(command) as server:  # noqa: S603 - the arguments are fixed
        try:
            code = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return
    click.get_current_context().exit(code)
