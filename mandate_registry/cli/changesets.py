"""`changeset`: what is proposed, what it would do, and deciding on it with a key of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

import click

from mandate_registry.cli import effects
from mandate_registry.cli.common import as_json, in_data, installation, show_json
from mandate_registry.cli.plans import show_plan
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState, Event
from mandate_registry.secret_files import read_secret
from mandate_registry.services.approval.shown_plan import show_changes
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.changeset_impact import Impact, TurnedCheck, impact
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.proposal_changes import decide_on
from mandate_registry.services.changesets.proposals import Proposal, get_changeset, list_changesets
from mandate_registry.services.identity import api_keys
from mandate_registry.services.pagination import Slice
from mandate_registry.services.uploads.proposal_renewal import renew as make_again
from schemas.base import ready
from schemas.changesets import ChangesetOut
from schemas.impact import ImpactOut
from schemas.plans import TABLE_NAMES, PlannedChangeOut, about

PAGE_SIZE = 20
"""How many changes are shown with a changeset."""

DECISIONS = {"approve": Event.APPROVAL, "reject": Event.REJECTION, "withdraw": Event.WITHDRAWAL}
MAX_PAGE_SIZE = 100


@click.group()
def changeset() -> None:
    """See what is proposed for a register, and decide on it."""


@changeset.command(name="list")
@click.option(
    "--state", type=click.Choice([state.value for state in ChangesetState]), help="Only those that have come so far."
)
@in_data
@as_json
def list_command(state: str | None, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """List the changesets, those that changed last at the end."""
    filters = {"state": state} if state else {}
    with installation() as opened:
        found = list_changesets(COMMAND_LINE, opened, Slice(filters, limit=MAX_PAGE_SIZE)).items
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
        shown = show_changes(COMMAND_LINE, opened, changeset, Slice(limit=PAGE_SIZE))
        can_be_tried = found.kept.changeset.is_open and not shown.outdated
        tried = impact(COMMAND_LINE, opened, changeset) if can_be_tried else None
    if as_json:
        beside = {"seen": found.tag, "plan": about(shown), "impact": ready(ImpactOut).dump(tried) if tried else None}
        show_json(ready(ChangesetOut).dump(found) | beside)
        return
    _show(found)
    show_plan(shown)
    if shown.page.next_after:
        click.echo(f"  More: changeset changes {changeset} --after {shown.page.next_after}")
    if tried:
        _show_impact(tried)


@changeset.command()
@click.argument("changeset", type=click.UUID)
@click.option("--table", type=click.Choice(TABLE_NAMES), help="Only of this list.")
@click.option("--kind", type=click.Choice([kind.value for kind in ChangeKind]), help="Only what happens so.")
@click.option("--warning", help="Only what stands out in this way, such as no_limit.")
@click.option("--after", type=click.IntRange(0), default=0, help="Only what comes after this place in the plan.")
@click.option("--limit", type=click.IntRange(1, MAX_PAGE_SIZE), default=50, show_default=True)
@in_data
@as_json
def changes(changeset: UUID, after: int, limit: int, as_json: bool, **only: str | None) -> None:  # noqa: FBT001 - a flag of click
    """Show what a changeset changes, entry by entry, and what should not be overlooked of that."""
    filters = {name: value for name, value in only.items() if value}
    if "table" in filters:
        filters["table"] = filters["table"].replace("-", "_")
    with installation() as opened:
        shown = show_changes(COMMAND_LINE, opened, changeset, Slice(filters, limit, after))
    if as_json:
        items = ready(PlannedChangeOut).dump(shown.page.items, many=True)
        show_json({"items": items, "next": shown.page.next_after} | about(shown))
        return
    show_plan(shown)
    if shown.page.next_after:
        click.echo(f"  More: --after {shown.page.next_after}")


@changeset.command()
@click.argument("changeset", type=click.UUID)
@in_data
def renew(changeset: UUID) -> None:
    """Make a proposal again that the register has changed under; somebody else approves it."""
    with installation() as opened:
        found = get_changeset(COMMAND_LINE, opened, changeset)
        make_again(COMMAND_LINE, opened, changeset, Precondition(frozenset({found.tag})))
    click.echo(f"Changeset {changeset} is made again for the register as it is now: somebody else approves it.")


@changeset.command()
@click.argument("decision", type=click.Choice(list(DECISIONS)))
@click.argument("changeset", type=click.UUID)
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="Holds your key, and only you read it; otherwise the key is read from standard input.",
)
@click.option("--reason", default="", help="Why; a rejection says so.")
@click.option("--seen", help="The tag that `show` printed: what you saw is what you approve.")
@in_data
def decide(decision: str, changeset: UUID, key_file: Path | None, reason: str, seen: str | None) -> None:
    """Approve, reject or withdraw a changeset, as the person whose key it is.

    An approval names what it approves: `show` prints a tag, and the register may have moved on since. Who may read the
    database is nobody in particular: who proposed a change never approves it, so it takes a key.
    """
    if decision == "approve" and not seen:
        raise click.UsageError(f"Look at it first: changeset show {changeset} prints what to pass as --seen.")
    key = read_secret(key_file) if key_file else sys.stdin.readline().strip()
    with installation() as opened:
        caller = api_keys.authenticate(opened, key)
        found = get_changeset(caller, opened, changeset)
        details = EventDetails(reason=reason)
        tag = Precondition(frozenset({seen or found.tag}))
        done = decide_on(caller, opened, changeset, tag, DECISIONS[decision], details)
    click.echo(f"Changeset {changeset} is {done.kept.changeset.state}.")


def _show(found: Proposal) -> None:
    kept = found.kept.changeset
    click.secho(f"{kept.title} ({kept.state})", bold=True)
    click.echo(f"  proposed by   {', '.join(kept.proposers)}")
    click.echo(f"  seen          {found.tag}")
    for step in kept.steps:
        when = f" from {step.effective_at:%Y-%m-%d %H:%M}" if step.effective_at else ""
        click.echo(f"  {step.event:13} {found.numbers[step.mandate]}{when}")


def _show_impact(tried: Impact) -> None:
    for flip in tried.flips:
        click.echo(f"  {'BREAKS' if flip.breaks else 'changes':13} {_expected(flip)}")
    for difference in tried.differences:
        click.echo(f"  {effects.mark(difference):13} {effects.difference_line(difference)}")
    for empty in tried.empty_seats:
        click.echo(
            f"  {'nobody':13} fills {empty.seat} of mandate {empty.mandate} any more{effects.period_text(empty.period)}"
        )
    if tried.total:
        click.echo(f"  {tried.total} ranges of questions get another answer.")
    else:
        click.echo("  For nobody anything changes in what he may decide.")


def _expected(flip: TurnedCheck) -> str:
    question = flip.question
    who = ", ".join(named.number or named.name or "" for named in question.employees)
    amount = f" {question.amount.value} {question.amount.currency}" if question.amount else ""
    return f"{flip.expectation}: {who} {question.decision_type}{amount}: {effects.turned(flip.before, flip.after)}"
