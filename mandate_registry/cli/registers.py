"""`import`, `export` and `verify`: the register folder in, out, and held to its expected answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from mandate_registry import bootstrap
from mandate_registry.cli.common import (
    as_json,
    in_data,
    installation,
    organisation_or_only,
    progress,
    show_json,
    showing_progress,
)
from mandate_registry.register_folder.expectations import read_expectations
from mandate_registry.register_folder.reader import RegisterFolder, read_register
from mandate_registry.register_folder.writer import write_folder, write_workbook, write_zip
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer
from mandate_registry.services.expected_checks.folder_verification import Report, verify
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import RecordedAt, import_register

SHOWN_ERRORS = 10
"""How many keys of a table a preview prints before it only counts."""


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would be added, changed and ended.")
@click.option(
    "--recorded-at",
    type=click.Choice(["now", "adopted"]),
    default="now",
    help="When the register is held to have known this; adopted: when each instrument was (a first import only).",
)
@click.option("--reason", default="", help="Why answers are expected no longer, or otherwise, where it does that.")
@in_data
@as_json
def import_command(source: Path, dry_run: bool, recorded_at: RecordedAt, reason: str, as_json: bool) -> None:  # noqa: FBT001 - flags of click
    """Import a register folder, a .zip of one, or an .xlsx workbook: all of it, or nothing."""
    register = read(source)
    with installation() as opened, showing_progress():
        preview = import_register(
            COMMAND_LINE, opened, register, recorded_at=recorded_at, dry_run=dry_run, reason=reason
        )
    if as_json:
        plain = {"dryRun": dry_run, "organisation": preview.organisation, "tables": preview.tables}
        show_json(plain | {"changeset": preview.changeset, "headings": preview.headings})
    else:
        _show(preview, dry_run=dry_run)


def read(source: Path) -> RegisterFolder:
    """Read a register folder, with a progress bar."""
    with progress(f"Reading {source.name}") as read_rows:
        return read_register(source, read_rows)


def _show(preview: Preview, *, dry_run: bool) -> None:
    if preview.is_empty:
        click.echo(f"Register {preview.organisation}: nothing changes.")
        return
    proposed = f"proposed as changeset {preview.changeset}: somebody else approves it"
    done = "this would happen" if dry_run else proposed if preview.changeset else "imported"
    click.echo(f"Register {preview.organisation}: {done}")
    for table, changes in preview.tables.items():
        for change, names in changes.items():
            if names:
                click.echo(f"  {table.replace('_', ' '):15} {len(names):6} {change}: {_shortened(names)}")
    if preview.headings:
        note = "without a nature and with nothing below them: nobody can be asked about these"
        click.secho(f"  WARNING: decision types {note}: {_shortened(preview.headings)}", fg="red")


def _shortened(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN_ERRORS]) + (", …" if len(names) > SHOWN_ERRORS else "")


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--organisation", help="The OIN; may be left out when there is one register.")
@in_data
def export_command(target: Path, organisation: str | None) -> None:
    """Export a register to a folder of CSV files, a .zip of them, or an .xlsx workbook."""
    with installation() as opened:
        register = export_register(COMMAND_LINE, opened, organisation_or_only(opened, organisation))
    match target.suffix:
        case ".xlsx":
            with target.open("wb") as stream:
                write_workbook(register, stream)
        case ".zip":
            with target.open("wb") as stream:
                write_zip(register, stream)
        case _:
            write_folder(register, target)
    click.echo(f"Register {register.organisation.oin} is in {target}.", err=True)


@click.command("verify")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--with", "others", multiple=True, type=click.Path(path_type=Path), help="Another register beside it.")
@click.option("--organisation", help="Instead of FOLDER: the OIN of a register here, asked what it expects itself.")
@in_data
@as_json
def verify_command(
    folder: Path | None,
    others: tuple[Path, ...],
    organisation: str | None,
    as_json: bool,  # noqa: FBT001 - a flag of click
) -> None:
    """Ask the questions of FOLDER/checks.yaml in a scratch register, and report every answer that differs.

    With --organisation, a register that is here is asked the questions whose answers it keeps itself.
    """
    if (folder is None) == (organisation is None):
        raise click.UsageError("Give either FOLDER or --organisation.")
    report = _verify_folder(folder, others) if folder else _verify_kept(organisation or "")
    _report(report, as_json=as_json)
    if report.differences:
        click.get_current_context().exit(1)


def _verify_folder(folder: Path, others: tuple[Path, ...]) -> Report:
    register, expectations = read(folder), read_expectations(folder / "checks.yaml")
    with bootstrap.scratch() as opened, progress("Asking", len(expectations)) as asked:
        for one in (register, *map(read, others)):
            import_register(COMMAND_LINE, opened, one, recorded_at="adopted")
        return verify(COMMAND_LINE, opened, register.organisation.oin, expectations, asked)


def _verify_kept(organisation: str) -> Report:
    with installation() as opened, progress("Asking") as asked:
        return verify(COMMAND_LINE, opened, organisation, progress=asked)


def _report(report: Report, *, as_json: bool) -> None:
    if as_json:
        show_json(
            {"agreed": report.agreed, "total": report.total, "differences": [asdict(one) for one in report.differences]}
        )
        return
    for difference in report.differences:
        click.echo(f"{difference.id}: expected {_say(difference.expected)}, answered {_say(difference.answered)}")
        click.echo(f"    {difference.why}")
    click.echo(f"{report.agreed} of {report.total} answers are as expected.")


def _say(verdict: EvaluatedAnswer) -> str:
    parts = (verdict.outcome, verdict.reason, verdict.mandate and f"by {verdict.mandate}")
    return " ".join(str(part) for part in parts if part)
