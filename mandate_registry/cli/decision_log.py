"""`decision-log`: a record of every call, one a line, for a log collector."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from mandate_registry.cli.common import in_data, installation, moment
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.decision_log import decision_log
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.transfer.export import organisations
from schemas.base import ready
from schemas.decision_log import DecisionRecordOut

BATCH_SIZE = 100


@click.command("decision-log")
@click.option("--organisation", help="Only of the register of this organisation (OIN).")
@click.option("--since", help="From this moment on, with its offset.")
@click.option("--until", help="Before this moment, with its offset.")
@in_data
def decision_log_command(organisation: str | None, since: str | None, until: str | None) -> None:
    """Print what was asked and answered as NLGov Authorization Decision Log 1.0, one JSON record a line.

    Oldest first. A record is there once its call was answered, a little after its timestamp: a collector that reads on
    begins somewhat before where it stopped, and knows a record by its trace_id, span_id and controller.
    """
    stated = {"organisation": organisation, "since": moment("since", since), "until": moment("until", until)}
    filters = {name: value for name, value in stated.items() if value is not None}
    with installation() as opened:
        if organisation is not None and organisation not in organisations(COMMAND_LINE, opened):
            raise InvalidInput(FieldError("--organisation", "unknown_code", f"{organisation} has no register here"))
        for record in _records(opened, filters):
            click.echo(json.dumps(ready(DecisionRecordOut).dump(record), ensure_ascii=False))


def _records(opened: Installation, filters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    after: int | None = 0
    while after is not None:
        page = decision_log(COMMAND_LINE, opened, Slice(filters, BATCH_SIZE, after))
        yield from page.items
        after = page.next_after
