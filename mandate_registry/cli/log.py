"""`log`: verifying that nothing was rewritten, and checkpoints to keep elsewhere."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from mandate_registry.cli.common import as_json, in_data, installation, progress, show_json, verifiers
from mandate_registry.errors import Unavailable
from mandate_registry.log.checkpoints import Checkpoint
from mandate_registry.log.signed_notes import Verifier, as_base64
from mandate_registry.log.verification import Report
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.proof import log_proofs as service

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("log")
def log() -> None:
    """Verify the log of all changes, and keep checkpoints of it elsewhere."""


@log.command("verify")
@click.option("--checkpoint", "files", multiple=True, type=FILE, help="A file of checkpoints that were kept elsewhere.")
@click.option(
    "--key",
    "keys",
    multiple=True,
    callback=verifiers,
    help="NAME+ID+KEY that signed them; otherwise this log's own.",
)
@in_data
@as_json
def verify_command(files: tuple[Path, ...], keys: list[Verifier], as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """Recompute the log from every row, and name the first difference.

    Exits with 0 when there is none, with 1 when there is one. Whoever owns the database can rewrite all of it so that
    no row differs from another: that, and an older copy put in its place, is found with --checkpoint alone.
    """
    with installation() as opened:
        saved = [one for file in files for one in service.read_saved(opened, _read(file), keys)]
        report = _verify(opened, saved)
    _show(report, len(saved), as_json=as_json)
    click.get_current_context().exit(int(report.difference is not None))


@log.command("checkpoint")
@click.option("--save", type=FILE, help="Add it to this file, unless it is the last there.")
@in_data
def checkpoint_command(save: Path | None) -> None:
    """Print the checkpoint of the log as it is now, to keep where the owner of the database cannot reach."""
    with installation() as opened:
        note = service.checkpoint(opened)
    if save is None:
        click.echo(note, nl=False)
    elif not (save.exists() and _read(save).endswith(note)):
        with save.open("a", encoding="utf-8") as stream:
            stream.write(note)
            stream.flush()
            os.fsync(stream.fileno())


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(f"{file} cannot be read.") from error


def _verify(opened: Installation, saved: list[Checkpoint]) -> Report:
    with progress("Verifying") as shown:
        return service.verify_log(COMMAND_LINE, opened, saved, lambda _what, done: shown(done))


def _show(report: Report, checkpoints: int, *, as_json: bool) -> None:
    root = as_base64(report.root)
    if as_json:
        found = report.difference and asdict(report.difference)
        show_json({"size": report.size, "root": root, "checkpoints": checkpoints, "difference": found})
    elif report.difference:
        click.echo(str(report.difference))
    else:
        click.echo(f"All is as the log has it: {report.size} entries, root {root}.")
        click.echo(f"It is held against {checkpoints} checkpoint{'' if checkpoints == 1 else 's'} kept elsewhere.")
