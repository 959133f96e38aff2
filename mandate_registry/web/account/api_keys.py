"""The keys of the API: who has one, making it, giving it a new secret, and ending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response

from mandate_registry.errors import NotFound
from mandate_registry.rules.moments import end_of
from mandate_registry.services.identity import api_keys as service
from mandate_registry.services.identity.api_keys import OVERLAP
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Role
from mandate_registry.view_context import call
from mandate_registry.web.context import page, see_other
from mandate_registry.web.formatter import HOME
from mandate_registry.web.forms import Form
from mandate_registry.web.terms import ROLES
from schemas import fields
from schemas.base import Schema
from schemas.values import Digits, Word

MAX_OVERLAP_DAYS = 366


class KeyIn(Schema):
    """A key that is wanted; `expires` is its last day."""

    role = Word(Role, required=True)
    organisation = fields.oin()
    label = fields.line(required=True)
    person = fields.line()
    expires = fields.day()


class RotationIn(Schema):
    """For how many days the secrets before it go on to work."""

    overlap = Digits(0, MAX_OVERLAP_DAYS, required=True)


keys = Blueprint("keys", __name__, url_prefix="/desk/keys")


@keys.get("")
def listed() -> Response:
    """Show the keys: those in use first, then those that ended."""
    found = sorted(call(service.list_keys), key=lambda key: key["revoked_at"] is not None)
    return page("account/keys/list.html", keys=found, roles=ROLES, moment=now())


@keys.get("/new")
def new() -> Response:
    """Show the form for a key."""
    call(service.must_administer)
    return _form(Form())


@keys.post("/new")
def make() -> Response:
    """Make a key and show its secret, this once: it may stand in no address, so no other page follows."""
    form = Form()
    with form.errors_of(KeyIn):
        secret = _make(**form.load(KeyIn))
    return page("account/keys/made.html", secret=secret) if form.is_good else _form(form)


@keys.get("/<uuid:key>")
def one(key: UUID) -> Response:
    """Show a key, and what can be done with it."""
    return _one(key, Form({"overlap": str(OVERLAP.days)}))


@keys.post("/<uuid:key>")
def rotate(key: UUID) -> Response:
    """Rotate the secret of a key, and show the new one once."""
    form = Form()
    with form.errors_of(RotationIn):
        secret = call(service.rotate, key, timedelta(days=form.load(RotationIn)["overlap"]))
    return page("account/keys/made.html", secret=secret) if form.is_good else _one(key, form)


@keys.post("/<uuid:key>/end")
def end(key: UUID) -> Response:
    """End a key at once."""
    call(service.revoke, key)
    return see_other("keys.listed")


def _make(expires: Any = None, organisation: str | None = None, **given: Any) -> str:
    ends = end_of(expires, ZoneInfo(HOME)) if expires else None
    role, label, person = given["role"], given["label"], given.get("person")
    return call(service.create, role, organisation, label, person, expires_at=ends)


def _form(form: Form) -> Response:
    options = [(role, str(text)) for role, text in ROLES.items()]
    return form.page("account/keys/new.html", roles=options)


def _one(key: UUID, form: Form) -> Response:
    found = next((one for one in call(service.list_keys) if one["id"] == key), None)
    if found is None:
        raise NotFound("There is no such key.")
    return form.page("account/keys/one.html", key=found, roles=ROLES, moment=now())
