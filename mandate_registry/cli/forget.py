"""`forget`: erasing what the register holds of a person who left."""

from __future__ import annotations

import click

from mandate_registry import COMMAND
from mandate_registry.cli.common import in_data, installation
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.privacy.erased_copies import truncate_write_ahead_log
from mandate_registry.services.privacy.forgotten_people import forget_employee

LEFT = (
    f"The write-ahead log of the database was in use and still holds what was erased: run {COMMAND} db purge, "
    "or stop the service for a moment."
)


@click.command("forget")
@click.option("--organisation", required=True, help="The OIN of the organisation that employed him.")
@click.option("--employee", required=True, help="His employee number, which stays.")
@in_data
def forget_command(organisation: str, employee: str) -> None:
    """Erase the name and the address of an employee from all that the register ever knew of him.

    Only of somebody who left. It cannot be undone. Kept replies of the register are erased with it. Backups, and
    questions that were kept about him, go after their own time (docs/explanation/security.md).
    """
    with installation() as opened:
        count = forget_employee(COMMAND_LINE, opened, organisation, employee)
        is_clean = truncate_write_ahead_log(opened.engine)
    click.echo(f"Employee {employee} is forgotten: {count} row{'' if count == 1 else 's'} erased.")
    if not is_clean:
        click.echo(LEFT, err=True)
