"""`python -m mandate_registry.cli`, which the launcher becomes."""

from __future__ import annotations

import os
from typing import Any

import click

from mandate_registry.cli import (
    changesets,
    checks,
    decision_log,
    developing,
    forgetting,
    health,
    keys,
    log,
    receipts,
    registers,
    serving,
    signing_keys,
    templates,
)
from mandate_registry.errors import RegistryError
from mandate_registry.register_folder.problems import InvalidRegister

NAME = "./mandates"


class Mandates(click.Group):
    """The commands; what one of them refuses is said on standard error, and exits with 2."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except InvalidRegister as error:
            click.echo(f"{error}\n{len(error.errors)} error(s); nothing was imported.", err=True)
            context.exit(2)
        except RegistryError as error:
            click.echo(f"mandates: {error}", err=True)
            context.exit(2)


@click.group(cls=Mandates, context_settings={"help_option_names": ["-h", "--help"]})
def mandates() -> None:
    """Keep and ask the mandate registry: who may decide, sign and represent on behalf of an organisation.

    Exit codes: 0 done, or yes; 1 a no, answers that differ, or findings of severity error; 2 it could not be done.
    """


for command in (
    serving.demo,
    developing.dev,
    serving.serve,
    serving.database,
    registers.import_command,
    registers.export_command,
    registers.verify_command,
    templates.template_command,
    changesets.changeset,
    checks.check_command,
    decision_log.decision_log_command,
    health.health_command,
    log.log,
    forgetting.forget_command,
    keys.key,
    receipts.receipt,
    signing_keys.signing_key,
):
    mandates.add_command(command)


@mandates.command(context_settings={"ignore_unknown_options": True})
def test() -> None:
    """Run every test, on SQLite and on a real PostgreSQL; arguments go to pytest."""
    raise click.UsageError("start it with ./mandates test")


@mandates.command(context_settings={"ignore_unknown_options": True})
def bench() -> None:
    """Measure speed, as ratios against a floor of the same run."""
    raise click.UsageError("start it with ./mandates bench")


def main() -> None:
    """Run a command. What it writes, only its owner reads."""
    os.umask(0o077)
    mandates(prog_name=NAME)


if __name__ == "__main__":
    main()
