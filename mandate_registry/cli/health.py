"""`health`: what a lawyer would have mended in a register, in lines that a person can read."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mandate_registry.cli.common import as_json, in_data, installation, moment, organisation_or_only, show_json
from mandate_registry.rules.findings.findings import Severity
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.findings.register_health import Reported, register_health
from schemas.base import ready
from schemas.findings import FindingOut

SHOWN_FINDINGS = 10
"""How many entries of a finding are named before they are only counted."""


@click.command("health")
@click.option("--organisation", help="The OIN; may be left out when there is one register.")
@click.option("--at", help="The moment, with its offset; otherwise now.")
@in_data
@as_json
def health_command(organisation: str | None, at: str | None, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """Find what is wrong in a register, or soon will be: each finding is explained in docs/findings.

    Exits with 1 when there is a finding of severity error, and with 0 otherwise.
    """
    with installation() as opened:
        found = register_health(COMMAND_LINE, opened, organisation_or_only(opened, organisation), moment("at", at))
    if as_json:
        show_json({"items": ready(FindingOut).dump(found, many=True)})
    else:
        _show(found)
    click.get_current_context().exit(int(any(one.severity is Severity.ERROR for one in found)))


def _show(found: Sequence[Reported]) -> None:
    """Print the findings by severity, the worst first, and count them at the end."""
    grouped = {severity: [one for one in found if one.severity is severity] for severity in Severity}
    for severity, some in grouped.items():
        if some:
            click.secho(severity.upper(), bold=True)
        for one in some:
            click.echo(f"  {_line(one)}")
    click.echo(
        ", ".join(f"{len(some)} {severity}{'' if len(some) == 1 else 's'}" for severity, some in grouped.items())
    )


def _line(finding: Reported) -> str:
    keys = [entry.key for entry in finding.entries]
    named = ", ".join(keys[:SHOWN_FINDINGS]) + (
        f" and {len(keys) - SHOWN_FINDINGS} more" if len(keys) > SHOWN_FINDINGS else ""
    )
    article = f" ({finding.article})" if finding.article else ""
    return f"{finding.code}{article} [{named}] {finding.detail}"
