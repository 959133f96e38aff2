"""A plan on the command line: each change in a line, and below it what it says otherwise and what stands out."""

from __future__ import annotations

from typing import Any

import click

from mandate_registry.services.approval.shown_plan import PlanPage
from schemas.base import ready
from schemas.plans import PlannedChangeOut, about


def show_plan(shown: PlanPage) -> None:
    """Show why a plan is out of date, its numbers, what stands out, and a page of its changes."""
    numbers = about(shown)
    for one in numbers["outdated"]:
        click.secho(f"  OUT OF DATE   {one['table']} {one['text']}", fg="red")
    for one in numbers["counts"]:
        click.echo(f"  {one['kind']:13} {one['count']} of the {one['table']}")
    for one in numbers["warnings"]:
        click.secho(f"  WARNING       {one['text']}", fg="red")
    for change in ready(PlannedChangeOut).dump(shown.page.items, many=True):
        _show_change(change)


def _show_change(change: dict[str, Any]) -> None:
    click.echo(f"  {change['kind']:13} {change['table']} {change['key']}")
    before, after = change["before"] or {}, change["after"] or {}
    said = change["fields"] if before else [name for name, value in after.items() if value not in (None, "", [], {})]
    for name in said if after else ():
        was = f"{_text(before.get(name))} -> " if before else ""
        click.echo(f"                  {name}: {was}{_text(after.get(name))}")
    for warning in change["warnings"]:
        click.secho(f"                  {warning['text']}", fg="red")


def _text(value: Any) -> str:
    """Write a value of JSON in a line."""
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(inner)}" for name, inner in value.items() if inner is not None)
    return "nothing" if value in (None, "") else str(value)
