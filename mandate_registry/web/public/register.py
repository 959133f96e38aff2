"""The public register: what organisations published, for everybody, as pages and as open data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, redirect, request, url_for

from mandate_registry.errors import NotFound
from mandate_registry.rules.powers import Limit
from mandate_registry.services.answering.public_register import (
    Wanted,
    find_published,
    holder_of,
    publishers,
    read_published,
)
from mandate_registry.web.access import public
from mandate_registry.web.context import caller, installation, page
from mandate_registry.web.files import attached, spreadsheet
from mandate_registry.web.forms import Form
from mandate_registry.web.public.open_data import as_objects, as_table
from schemas.loading import load
from schemas.published import PublicRegisterQuery

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response as Redirection

    from mandate_registry.rules.facts import Mandate

FOR_A_MINUTE = "max-age=60"
ASKED = ("holder", "type", "words", "at")

register = Blueprint("register", __name__, url_prefix="/register")


@register.after_request
def found_and_kept(response: Response) -> Response:
    """Let search engines find these pages and caches keep them for a minute; what shows who is signed in, nobody."""
    response.headers["X-Robots-Tag"] = "all"
    if caller() is None and response.status_code < 400:  # noqa: PLR2004 - an error is not kept
        scope = "private" if "lang" in request.args else "public"
        response.headers["Cache-Control"] = f"{scope}, {FOR_A_MINUTE}"
    return response


@register.get("")
@public
def listed() -> Response | Redirection:
    """List the organisations that published mandates; where there is one, show its register."""
    found = publishers(installation())
    if len(found) == 1:
        return redirect(url_for("register.shown", oin=found[0].oin))
    return page("public/register/publishers.html", publishers=found)


@register.get("/<string(length=20):oin>")
@public
def shown(oin: str) -> Response:
    """Show what an organisation published, as far as it was looked for."""
    form = Form(_asked())
    wanted: dict[str, Any] = {}
    with form.errors_of(PublicRegisterQuery):
        wanted = form.load(PublicRegisterQuery)
    found = read_published(installation(), oin, wanted.pop("at", None), Wanted(**wanted))
    return form.page(
        "public/register/register.html", found=found, holder_of=holder_of, limit_of=limit_of, asked=_asked()
    )


@register.get("/<string(length=20):oin>.csv")
@public
def table(oin: str) -> Response:
    """Give the same as a table, for spreadsheets."""
    return _open(spreadsheet("", as_table(_found(oin)), f"mandates-{oin}", "csv"))


@register.get("/<string(length=20):oin>.json")
@public
def objects(oin: str) -> Response:
    """Give the same as the API writes it, whole."""
    return _open(attached(json.dumps({"items": as_objects(_found(oin))}), "application/json", f"mandates-{oin}.json"))


@register.get("/mandates/<uuid:identity>")
@public
def mandate(identity: UUID) -> Response:
    """Show one mandate at its stable address: as it is now, or was on a day."""
    form = Form(_asked("at"))
    day = None
    with form.errors_of(PublicRegisterQuery):
        day = form.load(PublicRegisterQuery).get("at")
    try:
        found, name, shown_day = find_published(installation(), identity, day)
    except NotFound:
        return page("public/register/not_in_force.html", 404, form=form)
    return form.page("public/register/mandate.html", found=found, name=name, day=shown_day, limit_of=limit_of)


def limit_of(fact: Mandate) -> Limit | None:
    """Say what bounds the amount of a mandate; None when nothing does."""
    if fact.above_amount is None and fact.max_amount is None:
        return None
    return Limit(fact.currency, fact.vat, above=fact.above_amount, maximum=fact.max_amount)


def _asked(*names: str) -> dict[str, str]:
    return {name: request.args[name] for name in names or ASKED if request.args.get(name)}


def _found(oin: str) -> list[Any]:
    wanted = load(PublicRegisterQuery, _asked())
    return read_published(installation(), oin, wanted.pop("at", None), Wanted(**wanted)).mandates


def _open(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
