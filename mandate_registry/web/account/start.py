"""Where everybody begins, and where one signs in and out."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request

from mandate_registry.errors import NotFound
from mandate_registry.services.identity import sessions
from mandate_registry.services.identity.demo_people import people
from mandate_registry.services.identity.sign_in import ways
from mandate_registry.view_context import installation
from mandate_registry.web import access
from mandate_registry.web.access import public
from mandate_registry.web.context import caller, page, see_other
from mandate_registry.web.terms import ROLES

start = Blueprint("start", __name__)


@start.get("/")
@public
def home() -> Response:
    """Show the home page."""
    return page("account/start.html")


@start.get("/login")
@public
def sign_in() -> Response:
    """Show how one signs in; where there is one way alone, it is taken."""
    if caller():
        return see_other("start.home")
    found, offered = people(installation()), ways(installation())
    if len(offered) == 1 and not found:
        return see_other("sign_in.begin", way=offered[0].code, next=access.safe_next_url())
    return page("account/sign_in.html", people=found, roles=ROLES, ways=offered, next=access.safe_next_url())


@start.post("/login/demo")
@public
def sign_in_to_demonstration() -> Response:
    """Sign in as one of the people of a demonstration; there are none anywhere else."""
    role, number = request.form.get("role", ""), request.form.get("person", "")
    found = next((one for one in people(installation()) if role in one.roles and number in ("", one.person)), None)
    if found is None:
        raise NotFound("There is no such person in a demonstration.")
    sessions.end(installation(), access.token())
    response = make_response(redirect(access.safe_next_url() or "/", 303))
    return access.set_session_cookie(response, sessions.begin(installation(), found))


@start.get("/logout")
@public
def signed_out() -> Response:
    """Show who comes back from his issuer that he is signed out."""
    return see_other("start.home") if caller() else page("account/signed_out.html")


@start.post("/logout")
def sign_out() -> Response:
    """Sign out, here and, by a link, at the issuer too."""
    elsewhere = sessions.end(installation(), access.token())
    return access.clear_session_cookie(page("account/signed_out.html", elsewhere=elsewhere, is_over=True))
