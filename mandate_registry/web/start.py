"""Where everybody begins, and where one signs in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, request

from mandate_registry.errors import NotFound
from mandate_registry.services import sessions
from mandate_registry.services.demonstrating import people
from mandate_registry.web import access
from mandate_registry.web.access import public
from mandate_registry.web.context import caller, installation, page, see_other

if TYPE_CHECKING:
    from flask import Response

start = Blueprint("start", __name__)


@start.get("/")
@public
def home() -> Response:
    """Say what this is, and show the ways on."""
    return page("start.html")


@start.get("/login")
@public
def sign_in() -> Response:
    """Show how one signs in."""
    return see_other("start.home") if caller() else page("sign_in.html", people=people(installation()), next=_onward())


@start.post("/login/demo")
@public
def sign_in_to_demonstration() -> Response:
    """Sign in as one of the people of a demonstration; there are none anywhere else."""
    found = {role.value: person for role, person in people(installation()).items()}
    if (role := request.form.get("role", "")) not in found:
        raise NotFound("There is no such person in a demonstration.")
    sessions.end(installation(), access.token())
    response = make_response(redirect(_onward() or "/", 303))
    return access.let_in(response, sessions.begin(installation(), found[role]))


@start.post("/logout")
def sign_out() -> Response:
    """Sign out, here and, by a link, at the issuer too."""
    elsewhere = sessions.end(installation(), access.token())
    return access.let_out(page("signed_out.html", elsewhere=elsewhere, is_over=True))


def _onward() -> str:
    """Give where somebody wanted to go before he had to sign in: a page of ours, or nothing."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_ours else ""
