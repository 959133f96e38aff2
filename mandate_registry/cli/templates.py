"""`template`: a register to fill in, empty or as a small example."""

from __future__ import annotations

from pathlib import Path

import click

from mandate_registry import COMMAND
from mandate_registry.register_folder.templates import read_example, write_empty_folder, write_template
from mandate_registry.register_folder.writer import write_folder

WORKBOOK = ".xlsx"


@click.command("template")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--example", is_flag=True, help="With the rows of a small register, which can be imported as it is.")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Of the notes.")
def template_command(target: Path, example: bool, language: str) -> None:  # noqa: FBT001 - flags of click
    """Write a register to fill in: an .xlsx workbook with a note at each heading, or else a folder of CSV files."""
    if target.exists():
        raise click.UsageError(f"{target} is there already: name another.")
    if target.suffix == WORKBOOK:
        with target.open("wb") as stream:
            write_template(stream, language, read_example() if example else None)
    elif example:
        write_folder(read_example(), target)
    else:
        write_empty_folder(target)
    click.echo(f"{target} is there to be filled in; {COMMAND} import {target} brings it in.", err=True)
