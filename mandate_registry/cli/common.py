"""What the commands share: where the database is, and how progress and JSON are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from mandate_registry import IS_INSTALLED, bootstrap
from mandate_registry.config import Settings, from_environment, sqlite_url
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.log.signed_notes import Verifier
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.progress import reporting
from mandate_registry.services.transfer.export import only_organisation

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
DATA_IN_WORDS = "$XDG_DATA_HOME/mandate-registry/" if IS_INSTALLED else "var/"
"""What `default_data` comes to, in the help of the commands."""

in_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    expose_value=False,
    callback=lambda context, _parameter, value: context.find_root().ensure_object(dict).update(data=value),
    help=f"Keep the embedded database in this folder (otherwise MANDATES_DATABASE_URL, or {DATA_IN_WORDS}).",
)


DAYS = re.compile(r"(\d{1,4})d?")


def not_here(name: str) -> click.UsageError:
    """Return the error of a command for maintainers that was not started from a checkout of the project."""
    return click.UsageError(f"{name} is for a checkout of the project: start it there, with ./mandates {name}")


def settings() -> Settings:
    """Return the settings, with the embedded database of `--data` where that is given."""
    data = click.get_current_context().find_root().ensure_object(dict).get("data")
    return from_environment(database_url=sqlite_url(data) if data else None)


@contextmanager
def installation() -> Iterator[Installation]:
    """Open the installation that the settings name; an embedded database is made where there is none.

    Unsafe when a database is of another version than this release: `db upgrade` alone changes that.
    """
    chosen = settings()
    bootstrap.make_embedded(chosen.database_url)
    opened = bootstrap.build(chosen)
    try:
        yield opened
    finally:
        opened.close()


def organisation_or_only(opened: Installation, organisation: str | None) -> str:
    """Return the organisation that was named, else the only one with a register; InvalidInput when that is not one."""
    if organisation is not None:
        return organisation
    return only_organisation(COMMAND_LINE, opened, field="--organisation")


def moment(field: str, text: str | None) -> datetime | None:
    """Read a moment with its offset, None when none is given; InvalidInput names the field."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput(FieldError(field, "invalid_value", str(error))) from error
    if found and found.tzinfo is None:
        raise InvalidInput(FieldError(field, "invalid_value", "needs an offset, such as +02:00 or Z"))
    return found


def days(_context: click.Context, _parameter: click.Parameter, text: str) -> timedelta:
    """Read a number of days: `7` or `7d`."""
    if not (found := DAYS.fullmatch(text)):
        raise click.BadParameter(f"{text} is not a number of days, such as 7d")
    return timedelta(days=int(found[1]))


def verifiers(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> list[Verifier]:
    """Read keys that verify checkpoints, as `/v1/log/keys` gives them."""
    try:
        return [Verifier.read(text) for text in texts]
    except ValueError as error:
        raise click.BadParameter(f"a key {error}") from error


def written(moment: datetime) -> str:
    """Write a moment of the database, which is in UTC, for who reads a list."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def show_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while something takes long; call it with how much is done."""
    with _bar() as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def showing_progress() -> Iterator[None]:
    """Show on standard error what the services report (`services.progress`)."""
    with _bar() as bar, reporting(_ProgressBars(bar)):
        yield


class _ProgressBars:
    """Shows each step of the work as a bar of its own."""

    def __init__(self, bar: Progress) -> None:
        """Show nothing yet."""
        self._bar = bar

    def step(self, name: str) -> None:
        """Show that a step begins, in the place of the one before it."""
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._bar.add_task(name.capitalize(), total=None)

    def count(self, done: int, total: int | None) -> None:
        """Show how much of the step is done."""
        for task in self._bar.task_ids:
            self._bar.update(task, completed=done, total=total)


def _bar() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal)
