"""`key`: making, listing and revoking API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mandate_registry.cli.common import as_json, in_data, installation, show_json
from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from schemas.base import camel_case

if TYPE_CHECKING:
    from uuid import UUID


@click.group()
def key() -> None:
    """Make, list and revoke API keys."""


@key.command()
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", help="The OIN of the organisation that the key works for; not for an administrator.")
@click.option("--label", default="", help="What the key is for.")
@click.option("--person", help="Whose key it is: a name or an employee number, the same for every key of one person.")
@in_data
@as_json
def create(as_json: bool, role: str, organisation: str | None, label: str, person: str | None) -> None:  # noqa: FBT001 - a flag of click
    """Make a key and show it, this once: only a digest of it is kept.

    A change of mandates is approved by somebody else than who proposed it. Who somebody is, the register knows by
    --person: give it the same name or number over all keys and roles of one person. A key without a person is
    somebody by itself.
    """
    with installation() as opened:
        made = keys.create(COMMAND_LINE, opened, Role(role), organisation, label, person)
    if as_json:
        show_json({"key": made, "role": role, "organisation": organisation, "person": person})
    else:
        click.echo(made)


@key.command(name="list")
@in_data
@as_json
def list_command(as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """List the keys, by the characters with which they begin."""
    with installation() as opened:
        found = keys.list_keys(COMMAND_LINE, opened)
    if as_json:
        show_json([{camel_case(name): value for name, value in one.items()} for one in found])
        return
    for one in found:
        state = f"revoked {one['revoked_at']:%Y-%m-%d}" if one["revoked_at"] else "in use"
        home, person = one["organisation"] or "-", one["person"] or "-"
        click.echo(f"{one['id']}  {one['prefix']}…  {one['role']:13}  {home:20}  {person}  {state}  {one['label']}")


@key.command()
@click.argument("key", type=click.UUID)
@in_data
def revoke(key: UUID) -> None:
    """End the key with this id, at once."""
    with installation() as opened:
        keys.revoke(COMMAND_LINE, opened, key)
    click.echo(f"Key {key} is revoked.")
