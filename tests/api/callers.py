"""Clients of the API, each with a key of its own."""

from __future__ import annotations

from typing import Any

from flask import Flask

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.identity import api_keys
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from tests.api.client import Answer, Api

CREATED, WAITS = 201, 202


def caller(app: Flask, role: Role, organisation: str | None = None, person: str | None = None) -> Api:
    """Return a client with a new key."""
    installation: Installation = app.extensions["mandate_registry"]
    return Api(app, api_keys.create(COMMAND_LINE, installation, role, organisation, "a test", person))


def add(api: Api, path: str, entry: dict[str, Any]) -> Answer:
    """Add an entry, and return it; what gives power is approved by somebody else."""
    added = api.post(path, entry, (CREATED, WAITS))
    if "proposers" not in added.json:
        return added
    approve(api.app, added)
    (change,) = api.get(f"/changesets/{added.json['id']}/changes").json["items"]
    return api.get(f"{path}/{change['id']}")


def approve(app: Flask, changeset: Answer) -> None:
    """Approve a changeset as another administrator, in the state that `changeset` (an answer of the API) shows."""
    second = caller(app, Role.ADMINISTRATOR)
    tag = {"If-Match": changeset.headers["ETag"]}
    second.post(f"/changesets/{changeset.json['id']}/approvals", {}, headers=tag)
