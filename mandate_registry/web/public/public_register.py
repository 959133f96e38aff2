"""The public register: what organisations published, for everybody, as pages and as open data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirection

from mandate_registry.errors import NotFound
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.powers.powers import Limit
from mandate_registry.services.public_register.public_list import PublicPage, find_published, publishers, read_page
from mandate_registry.services.public_register.published_mandates import PublishedMandate
from mandate_registry.services.public_register.search_terms import SearchTerms, holder_of
from mandate_registry.services.public_register.whole_file import open_whole, read_part
from mandate_registry.services.visits import count_request
from mandate_registry.view_context import installation
from mandate_registry.web.access import public
from mandate_registry.web.context import caller, page
from mandate_registry.web.file_downloads import CSV, attached
from mandate_registry.web.forms import Form
from mandate_registry.web.public import cache_headers
from mandate_registry.web.public.open_data import as_json, as_table
from schemas.base import ready
from schemas.load import load
from schemas.published import PublicPageQuery, PublicRegisterQuery

ASKED = ("holder", "type", "words", "at")
CURSOR = "cursor"
MAX_CHOICES = 250
"""Among how many holders, or types, one can choose in a list: more make a page heavy, and are found by words."""

register = Blueprint("register", __name__, url_prefix="/register")


@register.after_request
def set_public_headers(response: Response) -> Response:
    """Set headers that allow search engines and caches; not for pages of somebody signed in."""
    response.headers["X-Robots-Tag"] = "all"
    if caller() is None and response.status_code < 400:  # noqa: PLR2004 - an error is not kept
        scope = "private" if "lang" in request.args else "public"
        response.headers.setdefault("Cache-Control", f"{scope}, {cache_headers.FOR_A_MINUTE}")
    return response


@register.get("")
@public
def listed() -> Response | Redirection:
    """List the organisations that published mandates; where there is one, show its register."""
    state, found = publishers(installation(), cache_headers.is_page_cached)
    if found is None:
        return cache_headers.cache_page(cache_headers.not_modified(), state)
    if len(found) == 1:
        return redirect(url_for("register.shown", oin=found[0].oin))
    return cache_headers.cache_page(page("public/register/publishers.html", publishers=found), state)


@register.get("/<string(length=20):oin>")
@public
def shown(oin: str) -> Response:
    """Show a page of what an organisation published, as far as it was looked for."""
    form = Form(_asked(*ASKED, CURSOR))
    wanted: dict[str, Any] = {}
    with form.errors_of(PublicPageQuery):
        wanted = form.load(PublicPageQuery)
    day, after = wanted.pop("at", None), wanted.pop("after", 0)
    state, found = read_page(installation(), oin, day, SearchTerms(**wanted), after, cache_headers.is_page_cached)
    if found is None:
        return cache_headers.cache_page(cache_headers.not_modified(), state)
    values = {"found": found, "holder_of": holder_of, "limit_of": limit_of, "asked": _asked(), "most": MAX_CHOICES}
    response = form.page("public/register/register.html", **values, pages=_pages(found))
    return cache_headers.cache_page(response, state) if form.is_good else response


@register.get("/<string(length=20):oin>.csv")
@public
def table(oin: str) -> Response:
    """Return the same whole, as a table for spreadsheets."""
    return _whole(oin, as_table, CSV, "csv")


@register.get("/<string(length=20):oin>.json")
@public
def objects(oin: str) -> Response:
    """Return the same whole, as the API writes it."""
    return _whole(oin, as_json, "application/json", "json")


@register.get("/mandates/<uuid:identity>")
@public
def mandate(identity: UUID) -> Response:
    """Show one mandate at its stable address: as it is now, or was on a day."""
    form = Form(_asked("at"))
    day = None
    with form.errors_of(PublicRegisterQuery):
        day = form.load(PublicRegisterQuery).get("at")
    try:
        state, found = find_published(installation(), identity, day, cache_headers.is_page_cached)
    except NotFound:
        return page("public/register/not_in_force.html", 404, form=form)
    if found is None:
        return cache_headers.cache_page(cache_headers.not_modified(), state)
    one, looked = found
    address = installation().settings.public_url + url_for("register.mandate", identity=one.id)
    values = {"found": one, "name": looked.name, "day": looked.day, "limit_of": limit_of, "address": address}
    response = form.page("public/register/mandate.html", **values)
    return cache_headers.cache_page(response, state) if form.is_good else response


def limit_of(fact: Mandate) -> Limit | None:
    """Return what bounds the amount of a mandate; None if nothing does."""
    if fact.above_amount is None and fact.max_amount is None:
        return None
    return Limit(fact.currency, fact.vat, above=fact.above_amount, maximum=fact.max_amount)


def _asked(*names: str) -> dict[str, str]:
    return {name: request.args[name] for name in names or ASKED if request.args.get(name)}


def _pages(found: PublicPage) -> dict[str, str]:
    """Return the addresses of the pages before and after this one, as far as there are."""
    begins = {"prev": found.previous, "next": found.following}
    return {way: _address(found.oin, after) for way, after in begins.items() if after is not None}


def _address(oin: str, after: int) -> str:
    query: dict[str, Any] = _asked() | (ready(PublicPageQuery).dump({"after": after}) if after else {})
    return url_for("register.shown", oin=oin, **query)


def _whole(
    oin: str, write: Callable[[Iterable[list[PublishedMandate]]], Iterator[str]], media_type: str, form: str
) -> Response:
    """Send a whole register part by part; one without a key pays for every part."""
    looked_for = load(PublicRegisterQuery, _asked())
    day = looked_for.pop("at", None)
    wanted, opened = SearchTerms(**looked_for), installation()
    state, looked, parts = open_whole(opened, oin, day, cache_headers.is_file_cached)
    if parts is None:
        return cache_headers.cache_file(cache_headers.not_modified(), state)
    if caller() is None and parts:
        count_request(opened, request.remote_addr, len(parts))
    first = [read_part(opened, looked, wanted, rows) for rows in parts[:1]]  # what goes wrong is said before it is sent
    rest = (read_part(opened, looked, wanted, rows) for rows in parts[1:])
    return cache_headers.cache_file(attached(write(chain(first, rest)), media_type, f"mandates-{oin}.{form}"), state)
