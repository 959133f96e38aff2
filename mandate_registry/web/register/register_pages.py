"""The pages of a register: its start, its lists with their files, and its entries in detail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for

from mandate_registry.rules.findings.findings import Severity
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Status
from mandate_registry.services.changesets.proposals import list_changesets
from mandate_registry.services.findings.register_health import register_health
from mandate_registry.services.installation import now
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entry_details
from mandate_registry.services.register.entries import EntryView, get, list_entries
from mandate_registry.services.register.entry_details import EntryDetails
from mandate_registry.services.register.entry_details import entry_details as read_details
from mandate_registry.services.register.mandate_history import history, mandate_events
from mandate_registry.view_context import call
from mandate_registry.web.chosen_register import register_choices
from mandate_registry.web.context import page
from mandate_registry.web.file_downloads import FORMS, spreadsheet
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.page_links import next_url
from mandate_registry.web.register import entry_values, mandate_actions, mandate_pictures
from mandate_registry.web.register.displayed_names import Link
from mandate_registry.web.register.entry_facts import AROUND, facts_of, in_words, title_of
from mandate_registry.web.register.entry_lists import LISTINGS, page_of, rows_of, table_of, titles_of
from mandate_registry.web.register.quick_questions import ASKS
from mandate_registry.web.register.view_query import RegisterView, load_query, moment, register_view
from mandate_registry.web.terms import EVENTS, SEVERAL_FINDINGS
from schemas.pages.register_queries import LISTED, DetailsQuery, HomeQuery, PeopleSearch

EXPIRES_WITHIN = timedelta(days=60)
MAX_ROWS = 1000
TABLES = {path: table for table, path in entry_values.PATHS.items()}

desk = Blueprint("desk", __name__, url_prefix="/desk")


@desk.get("")
def home() -> Response:
    """Show what needs attention, and the ways in."""
    here = register_view(load_query(HomeQuery).get("organisation"))
    return page("register/start.html", look=here, attention=_attention(here), listings=LISTINGS, **_home(here))


def _home(here: RegisterView) -> dict[str, Any]:
    """Return what else the beginning shows."""
    offered = _offered()
    ways = mandate_actions.ways_of_attention(here.organisation if offered["organisations"] else None)
    return {"form": _form(), "severities": SEVERAL_FINDINGS, **ways, **offered}


def _attention(here: RegisterView) -> dict[str, Any]:
    """Count what is found, what waits, and what ends soon; `soon` is the day by which it does."""
    found = call(register_health, here.organisation)
    home = {"organisation": here.organisation}
    soon = now() + EXPIRES_WITHIN
    ending = Slice({**home, "status": Status.IN_FORCE, "ends_by": soon}, MAX_ROWS)
    return {
        "findings": {severity: sum(one.severity is severity for one in found) for severity in Severity},
        "waiting": len(call(list_changesets, Slice({**home, "state": ChangesetState.SUBMITTED}, MAX_ROWS)).items),
        "ending": len(call(list_entries, "mandates", ending).items),
        "soon": soon.astimezone(here.zone).date(),
    }


@desk.get("/<any(mandates, people, positions, 'decision-types', units, bodies, instruments, agreements, traces):kind>")
def listed(kind: str) -> Response:
    """Show a list."""
    listing = LISTINGS[kind]
    query, form = LISTED[listing.table], _form()
    question: dict[str, Any] = {}
    shown: Page[Any] = Page([], None)
    with form.errors_of():
        question = load_query(query)
        shown = page_of(listing, _look(question), question)
    here = _look(question if form.is_good else {})
    return form.page(
        "register/list.html",
        kind=kind,
        listing=listing,
        look=here,
        titles=titles_of(listing.table),
        rows=rows_of(listing.table, here, shown.items),
        following=next_url(shown),
        add=_add(listing.table, here),
        files={end: _again(kind, "desk.download", end=end, cursor=None) for end in FORMS},
        **_offered(),
    )


@desk.get(
    "/<any(mandates, people, positions, 'decision-types', units, bodies, instruments, agreements, traces):kind>"
    ".<any(csv, xlsx):end>"
)
def download(kind: str, end: str) -> Response:
    """Return a complete list as a file."""
    listing = LISTINGS[kind]
    question = load_query(LISTED[listing.table])
    return spreadsheet(str(listing.title), table_of(listing, _look(question), question), kind, end)


@desk.post("/people/search")
def search_people() -> Response:
    """Find people by name or number, which stand in no address."""
    form = Form()
    question: dict[str, Any] = {}
    found: list[EntryView] = []
    with form.errors_of():
        question = form.load(PeopleSearch)
        wanted = Slice({"organisation": _look(question).organisation, "words": question["words"]}, MAX_ROWS)
        found = call(list_entries, "employees", wanted).items
    here = _look(question)
    shown = {"titles": titles_of("employees"), "rows": rows_of("employees", here, found)}
    return form.page("register/list.html", kind="people", listing=LISTINGS["people"], look=here, **shown, **_offered())


@desk.get("/mandates/<uuid:identity>")
def mandate(identity: UUID) -> Response:
    """Show a mandate in detail."""
    details, here = _details("mandates", identity)
    happened = call(history, identity)
    return page(
        "register/mandate.html",
        **_of_details("mandates", details, here),
        acts=mandate_actions.acts(details.stored),
        instrument=_instrument(details, here),
        fallen=[above for above in details.chain if not mandate_pictures.is_in_force(above)],
        chain=mandate_pictures.chain(details, here),
        times=mandate_pictures.times(happened),
        happened=happened,
        events=EVENTS,
    )


@desk.get("/<any(people, positions, 'decision-types', units, bodies, instruments, agreements):kind>/<uuid:identity>")
def details(kind: str, identity: UUID) -> Response:
    """Show any other entry in detail."""
    found, here = _details(TABLES[kind], identity)
    return page("register/details.html", **_of_entry(TABLES[kind], found, here))


@desk.post("/<any(people, 'decision-types'):kind>/<uuid:identity>")
def decide(kind: str, identity: UUID) -> Response:
    """Find what somebody may decide now, or who may decide something; it is kept, as every question is."""
    table = TABLES[kind]
    found, here = _details(table, identity)
    answered = ASKS[table](found.stored.entry.fact, here)
    return page("register/details.html", **_of_entry(table, found, here), answered=answered)


def _details(table: str, identity: UUID) -> tuple[EntryDetails, RegisterView]:
    """Return the details of an entry as of the days that the address asks, and how its organisation is looked at."""
    days = load_query(DetailsQuery)
    home = call(get, table, identity, moment(None, days.get("known"), ZoneInfo("UTC"), now())).organisation
    here = register_view(home, **days)
    return call(read_details, table, identity, here.when), here


def _of_details(table: str, found: EntryDetails, here: RegisterView) -> dict[str, Any]:
    kind = entry_values.PATHS[table]
    return {
        "details": found,
        "look": here,
        "kind": kind,
        "listing": LISTINGS[kind],
        "title": title_of(table, found.stored, here),
        "facts": facts_of(table, found.stored, here),
        "around": list(_around(table, found, here)),
        "form": _form(),
        "edit": mandate_actions.edit(table, found.stored),
    }


def _around(table: str, found: EntryDetails, here: RegisterView) -> Iterator[tuple[Any, list[str], list[list[Any]]]]:
    """Yield the tables of a detail view: the title, the columns, and the rows, which lead to their corrections."""
    for name, title in AROUND[table].items():
        listed, its = found.around[name], entry_details.AROUND[table][name].table
        if name == "employments" and len(listed) < 2:  # noqa: PLR2004 - the one that is shown
            continue
        titles, rows = titles_of(its), rows_of(its, here, listed)
        if links := mandate_actions.corrections(its, listed):
            titles, rows = [*titles, _("Correct")], [[*row, link] for row, link in zip(rows, links, strict=True)]
        yield title, titles, rows


def _of_entry(table: str, found: EntryDetails, here: RegisterView) -> dict[str, Any]:
    """Return what the detail view of an entry that is no mandate shows; of a person also what happened."""
    happened = call(mandate_events, table, found.stored.entry.id) if table == "employees" else []
    own = {
        "stop": mandate_actions.stop(table, found.stored),
        "resume": mandate_actions.resume(table, found.stored),
        "more": mandate_actions.more(table, found.stored),
        "happened": in_words(happened),
    }
    return _of_details(table, found, here) | own


def _instrument(found: EntryDetails, here: RegisterView) -> list[tuple[str, Any]]:
    """Return the instrument of a mandate, with where it was published."""
    reference = found.stored.entry.fact.instrument
    if not reference:
        return []
    wanted = Slice({"organisation": here.organisation, "reference": reference}, 1)
    known = call(list_entries, "instruments", wanted, replace(here.when, valid_at=None)).items
    if not known:
        return [(_("Reference"), reference)]
    link = Link(reference, entry_values.address("instruments", known[0]))
    return [
        (_("Reference"), link),
        (_("Title"), known[0].entry.fact.title),
        *facts_of("instruments", known[0], here)[1:],
    ]


def _add(table: str, here: RegisterView) -> str | None:
    return mandate_actions.add(table, here.organisation, here.organisation if register_choices(Right.READ) else None)


def _look(question: Mapping[str, Any]) -> RegisterView:
    return register_view(question.get("organisation"), question.get("at"), question.get("known"))


def _form() -> Form:
    return Form(request.args.to_dict())


def _offered() -> dict[str, Any]:
    return {"organisations": register_choices(Right.READ)}


def _again(kind: str, endpoint: str = "desk.listed", **otherwise: Any) -> str:
    """Return the address of the same question, but for this."""
    said = {name: text for name, text in request.args.items() if text and name != "lang"} | otherwise
    return url_for(endpoint, kind=kind, **{name: value for name, value in said.items() if value is not None})
