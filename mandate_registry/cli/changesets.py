"""`changeset`: what is proposed, what it would do, and deciding on it with a key of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandate_registry.cli.common import as_json, in_data, installation, show_json
from mandate_registry.config import read_secret
from mandate_registry.rules.lifecycle import Event, State
from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.impact import impact
from mandate_registry.services.changing.proposals import decide_on, get_changeset, list_changesets
from mandate_registry.services.changing.writing import Precondition
from mandate_registry.services.pages import Slice
from schemas.base import ready
from schemas.changesets import ChangesetOut, ImpactOut

if TYPE_CHECKING:
    from uuid import UUID

    from mandate_registry.services.changing.impact import Flip, Impact
    from mandate_registry.services.changing.proposals import Proposal

DECISIONS = {"approve": Event.APPROVAL, "reject": Event.REJECTION, "withdraw": Event.WITHDRAWAL}
MOST = 100


@click.group()
def changeset() -> None:
    """See what is proposed for a register, and decide on it."""


@changeset.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only those that have come so far.")
@in_data
@as_json
def list_command(state: str | None, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """List the changesets, those that changed last at the end."""
    filters = {"state": state} if state else {}
    with installation() as opened:
        found = list_changesets(COMMAND_LINE, opened, Slice(filters, limit=MOST)).items
    if as_json:
        show_json(ready(ChangesetOut).dump(found, many=True))
        return
    for one in found:
        kept = one.kept.changeset
        click.echo(f"{kept.id}  {kept.state:10}  {one.organisation}  {kept.title}")


@changeset.command()
@click.argument("changeset", type=click.UUID)
@in_data
@as_json
def show(changeset: UUID, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """Show a changeset, and which answers it would change."""
    with installation() as opened:
        found = get_changeset(COMMAND_LINE, opened, changeset)
        tried = impact(COMMAND_LINE, opened, changeset) if found.kept.changeset.is_open else None
    if as_json:
        told = {"impact": ready(ImpactOut).dump(tried) if tried else None}
        show_json(ready(ChangesetOut).dump(found) | told)
        return
    _show(found)
    if tried:
        _show_impact(tried)


@changeset.command()
@click.argument("decision", type=click.Choice(list(DECISIONS)))
@click.argument("changeset", type=click.UUID)
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="Holds your key, and only you read it; otherwise the key is read from standard input.",
)
@click.option("--reason", default="", help="Why; a rejection says so.")
@in_data
def decide(decision: str, changeset: UUID, key_file: Path | None, reason: str) -> None:
    """Approve, reject or withdraw a changeset, as the person whose key it is.

    Who may read the database is nobody in particular: who proposed a change never approves it, so it takes a key.
    """
    key = read_secret(key_file) if key_file else sys.stdin.readline().strip()
    with installation() as opened:
        caller = keys.authenticate(opened, key)
        found = get_changeset(caller, opened, changeset)
        account = Account(reason=reason)
        done = decide_on(caller, opened, changeset, Precondition(frozenset({found.tag})), DECISIONS[decision], account)
    click.echo(f"Changeset {changeset} is {done.kept.changeset.state}.")


def _show(found: Proposal) -> None:
    kept = found.kept.changeset
    click.secho(f"{kept.title} ({kept.state})", bold=True)
    click.echo(f"  proposed by   {', '.join(kept.proposers)}")
    for step in kept.steps:
        when = f" from {step.effective_at:%Y-%m-%d %H:%M}" if step.effective_at else ""
        click.echo(f"  {step.event:13} {found.numbers[step.mandate]}{when}")
    if kept.is_import:
        click.echo("  import        brings the register to what a folder says")


def _show_impact(tried: Impact) -> None:
    for flip in tried.flips:
        click.echo(f"  {'BREAKS' if flip.breaks else 'changes':13} {_say(flip)}")
    asked = f"{tried.asked} questions{'' if tried.complete else ', more than could be asked'}"
    click.echo(f"  {len(tried.flips)} answers change ({asked}).")


def _say(flip: Flip) -> str:
    question = flip.question
    who = ", ".join(named.number or named.name or "" for named in question.employees)
    amount = f" {question.amount.value} {question.amount.currency}" if question.amount else ""
    name = f"{flip.expectation}: " if flip.expectation else ""
    return f"{name}{who} {question.decision_type}{amount}: {flip.before.outcome} to {flip.after.outcome}"
