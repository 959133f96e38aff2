"""`python -m mandate_registry.cli`, which the launcher becomes."""

from __future__ import annotations

import os
from typing import Any

import click

from mandate_registry import COMMAND, __version__
from mandate_registry.cli import (
    changesets,
    checks,
    database,
    decision_log,
    dev,
    forget,
    health,
    keys,
    log,
    receipts,
    registers,
    serve,
    signing_keys,
    templates,
)
from mandate_registry.cli.common import not_here
from mandate_registry.errors import RegistryError
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.services.incidents import to_standard_error


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
            click.echo(f"mandates: {error}{_where(error)}", err=True)
            context.exit(2)


def _where(error: RegistryError) -> str:
    """Return, in brackets, which database does not answer, and what that says itself: on the first line of it."""
    words = str(getattr(error.__cause__, "orig", "")).partition("\n")[0]
    named = [text for text in (getattr(error, "place", None), words) if text]
    return f" ({': '.join(named)})" if named else ""


@click.group(cls=Mandates, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mandates")
def mandates() -> None:
    """Maintain and query the mandate registry: who may decide, sign and represent for an organisation.

    Exit codes: 0 done, or yes; 1 a no, answers that differ, or findings of severity error; 2 it could not be done.
    """


for command in (
    serve.demo,
    dev.dev,
    serve.serve,
    database.database,
    registers.import_command,
    registers.export_command,
    registers.verify_command,
    templates.template_command,
    changesets.changeset,
    checks.check_command,
    decision_log.decision_log_command,
    health.health_command,
    log.log,
    forget.forget_command,
    keys.key,
    receipts.receipt,
    signing_keys.signing_key,
):
    mandates.add_command(command)


@mandates.command(context_settings={"ignore_unknown_options": True})
def test() -> None:
    """Run every test, on SQLite and on a real PostgreSQL; arguments go to pytest."""
    raise not_here("test")


@mandates.command(context_settings={"ignore_unknown_options": True})
def bench() -> None:
    """Measure speed, as ratios against a floor of the same run."""
    raise not_here("bench")


def main() -> None:
    """Run a command. What it writes, only its owner reads."""
    os.umask(0o077)
    to_standard_error()
    mandates(prog_name=COMMAND)


if __name__ == "__main__":
    main()
