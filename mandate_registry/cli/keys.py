"""`key`: making, rotating, listing and revoking API keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import click

from mandate_registry.canonical import in_camel_case
from mandate_registry.cli.common import DAYS, as_json, days, in_data, installation, show_json, written
from mandate_registry.rules.moments import end_of
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role


@click.group()
def key() -> None:
    """Make, rotate, list and revoke API keys."""


def _ending(context: click.Context, parameter: click.Parameter, text: str | None) -> datetime | None:
    """Read when a key ends: after its last day, in UTC, or after a number of days from now."""
    if text is None:
        return None
    if DAYS.fullmatch(text):
        return datetime.now(UTC) + days(context, parameter, text)
    try:
        return end_of(date.fromisoformat(text), ZoneInfo("UTC"))
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{text} is neither a date, such as 2027-12-31, nor a number of days") from error


@key.command()
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", help="The OIN of the organisation that the key works for; not for an administrator.")
@click.option("--label", default="", help="What the key is for.")
@click.option(
    "--person",
    help="Whose key it is, the same for all keys of a person: an employee number, or a name if not an employee.",
)
@click.option(
    "--expires", "expires_at", metavar="DATE|DAYS", callback=_ending, help="Its last day (UTC), or a number of days."
)
@in_data
@as_json
def create(as_json: bool, role: str, **fields: Any) -> None:  # noqa: FBT001 - a flag of click
    """Make a key and show it, this once: only a digest of it is kept.

    A change of mandates is approved by somebody else than who proposed it. Who somebody is, the register knows by
    --person: give it the same name or number over all keys and roles of one person. A key without a person is
    somebody by itself; a holder needs an employee number.
    """
    with installation() as opened:
        made = api_keys.create(COMMAND_LINE, opened, Role(role), **fields)
    if as_json:
        shown = {name: fields[name] for name in ("organisation", "person", "expires_at")}
        show_json({"key": made, "role": role} | in_camel_case(shown))
    else:
        click.echo(made)


@key.command()
@click.argument("key", type=click.UUID)
@click.option(
    "--overlap", default="7d", show_default=True, callback=days, help="How long the old secret goes on; 0: not at all."
)
@in_data
@as_json
def rotate(key: UUID, overlap: timedelta, as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """Rotate the secret of a key and print the new one, once; the old one ends after the overlap.

    The key stays the same for the register: whose it is, what it asked and what it proposed. The new secret lasts as
    long as the old one was meant to.
    """
    with installation() as opened:
        made = api_keys.rotate(COMMAND_LINE, opened, key, overlap)
    if as_json:
        show_json({"key": made, "id": key})
    else:
        click.echo(made)


@key.command(name="list")
@in_data
@as_json
def list_command(as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """List the keys, each with its secrets by the characters with which they begin."""
    with installation() as opened:
        found = api_keys.list_keys(COMMAND_LINE, opened)
    if as_json:
        show_json(in_camel_case(found))
        return
    for one in found:
        state = f"revoked {written(one['revoked_at'])}" if one["revoked_at"] else "in use"
        home, person = one["organisation"] or "-", one["person"] or "-"
        click.echo(f"{one['id']}  {one['role']:13}  {home:20}  {person}  {state}  {one['label']}")
        for secret in one["secrets"]:
            ends, used = (written(at) if at else "never" for at in (secret["expires_at"], secret["last_used_at"]))
            click.echo(f"    {secret['prefix']}…  expires: {ends}  last used: {used}")


@key.command()
@click.argument("key", type=click.UUID)
@in_data
def revoke(key: UUID) -> None:
    """End the key with this id and all its secrets, at once."""
    with installation() as opened:
        api_keys.revoke(COMMAND_LINE, opened, key)
    click.echo(f"Key {key} is revoked.")
