"""`db`: bringing the database to the version of this release."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import Connection

from mandate_registry import bootstrap
from mandate_registry.cli.common import in_data, installation, settings
from mandate_registry.database_copy import copy_before_upgrade
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.privacy.purge import purge


@click.group("db")
def database() -> None:
    """Maintain the database."""


@database.command()
@in_data
@click.option(
    "--copy-to",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Keep the copy in this folder; otherwise beside the database.",
)
def upgrade(copy_to: Path | None) -> None:
    """Bring the database to the newest version; nothing changes when it is there already.

    An embedded database is copied first, to register-VERSION-MOMENT.sqlite, which needs as much room as it takes
    itself. To go back, stop the service and put the copy in its place. Of PostgreSQL make a backup yourself (pg_dump).
    """

    def copy(connection: Connection, at: str) -> None:
        if connection.dialect.name == "sqlite":
            click.echo(f"The database as it was: {copy_before_upgrade(connection, at, copy_to)}", err=True)

    bootstrap.upgrade(settings().database_url, before=copy)
    click.echo("The database is at the newest version.", err=True)


@database.command("purge")
@in_data
def purge_command() -> None:
    """Delete what has been kept for long enough: questions with their answers and receipts, and kept replies.

    Questions delete what is old by themselves; run this every day (cron) where nobody may ask for long. Of an embedded
    database the write-ahead log is emptied as well.
    """
    with installation() as opened:
        count, is_clean = purge(COMMAND_LINE, opened)
    click.echo(f"{count} question{'' if count == 1 else 's'} deleted.")
    if not is_clean:
        click.echo("The write-ahead log of the database is in use, and was not emptied.", err=True)
