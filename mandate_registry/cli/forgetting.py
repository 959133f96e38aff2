"""`forget`: erasing what the register holds of a person who left."""

from __future__ import annotations

import click

from mandate_registry.cli.common import in_data, installation
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.forgetting import forget_employee


@click.command("forget")
@click.option("--organisation", required=True, help="The OIN of the organisation that employed him.")
@click.option("--employee", required=True, help="His employee number, which stays.")
@in_data
def forget_command(organisation: str, employee: str) -> None:
    """Erase the name and the address of an employee from all that the register ever knew of him.

    Only of somebody who left. It cannot be undone. Backups, and questions that were kept about him, go after their own
    time (docs/security.md).
    """
    with installation() as opened:
        count = forget_employee(COMMAND_LINE, opened, organisation, employee)
    click.echo(f"Employee {employee} is forgotten: {count} row{'' if count == 1 else 's'} erased.")
