"""`signing-key`: making, rotating, listing and revoking the keys that sign."""

from __future__ import annotations

from datetime import timedelta

import click

from mandate_registry.canonical import in_camel_case
from mandate_registry.cli.common import as_json, days, in_data, installation, show_json, written
from mandate_registry.evidence.private_keys import Algorithm
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.proof import signing_keys

SIGNS = {Algorithm.STATEMENTS: "receipts", Algorithm.CHECKPOINTS: "checkpoints"}


@click.group("signing-key")
def signing_key() -> None:
    """Make, rotate, list and revoke the keys that sign receipts (ES256) and checkpoints of the log (Ed25519).

    Their private halves are in the file of MANDATES_SIGNING_KEYS, or else in signing-keys.json beside the embedded
    database. Keep a copy of it where the database's backups are not: who has both can sign what was never answered.
    """


@signing_key.command()
@in_data
def create() -> None:
    """Make the keys of an installation that has none."""
    with installation() as opened:
        for kid in signing_keys.create(COMMAND_LINE, opened):
            click.echo(kid)


@signing_key.command()
@click.option("--algorithm", type=click.Choice([one.value for one in Algorithm]), default="ES256", show_default=True)
@click.option(
    "--lead", default="1d", show_default=True, callback=days, help="How long it is published before it signs."
)
@in_data
def rotate(algorithm: str, lead: timedelta) -> None:
    """Make a new key, which is published at once and signs after the lead. The ones before it stay good."""
    with installation() as opened:
        click.echo(signing_keys.rotate(COMMAND_LINE, opened, Algorithm(algorithm), lead))


@signing_key.command()
@in_data
def recover() -> None:
    """Make new keys in the place of those whose private half is lost, or in a damaged file; they sign at once.

    A damaged file is set aside in its folder.

    What the lost ones signed stays good, for they stay published. Revoke them too if somebody may have found the file.
    """
    with installation() as opened:
        made = signing_keys.recover(COMMAND_LINE, opened)
    if made.aside:
        click.echo(f"The damaged file is now {made.aside}", err=True)
    for kid in made.kids:
        click.echo(kid)


@signing_key.command(name="list")
@in_data
@as_json
def list_command(as_json: bool) -> None:  # noqa: FBT001 - a flag of click
    """List the keys, oldest first."""
    with installation() as opened:
        found = signing_keys.list_keys(COMMAND_LINE, opened)
    if as_json:
        show_json(in_camel_case(found))
        return
    for one in found:
        revoked_at = one["revoked_at"]
        state = f"revoked {written(revoked_at)}" if revoked_at else f"from {written(one['signs_from'])}"
        click.echo(f"{one['kid']}  {one['algorithm']:7}  {SIGNS[Algorithm(one['algorithm'])]:11}  {state}")


@signing_key.command()
@click.argument("kid")
@in_data
def revoke(kid: str) -> None:
    """Revoke a key that somebody else may hold. Rotate first, with --lead 0, if it is the one that signs."""
    with installation() as opened:
        signing_keys.revoke(COMMAND_LINE, opened, kid)
    click.echo(f"Key {kid} is revoked.")
