"""The answers that an organisation expects of its register: asked all at once, added and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import Organisation, Vat
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.expected_checks import expectations
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.expected_checks.folder_verification import Report, verify
from mandate_registry.services.installation import now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import list_entries
from mandate_registry.view_context import call
from mandate_registry.web import language, typed_names
from mandate_registry.web.chosen_register import home, register_choices
from mandate_registry.web.context import may_in, page, see_other
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.page_links import next_url, requested_slice
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import BASES, OUTCOMES, REASONS
from schemas.expected_checks import ExpectedCheckIn

PAGE_SIZE = 50
MAX_NAMES = 10_000
"""How many entries of a kind are looked at: more than any organisation has."""

LOCAL = "%Y-%m-%dT%H:%M"
"""A moment as a form has it, by the clock of the organisation."""

BEGINNING = {"vat": Vat.EXCL, "currency": "EUR", "outcome": Outcome.AUTHORISED}

expected = Blueprint("expected", __name__, url_prefix="/desk/expected-checks")


@expected.get("")
def listed() -> Response:
    """Show what is expected."""
    return _list(home(Right.READ), None)


@expected.post("/verify")
def verified() -> Response:
    """Ask everything that is expected, and show what differs."""
    at = home(Right.READ)
    return _list(at, call(verify, at.oin))


def _list(at: Organisation, report: Report | None) -> Response:
    found = call(expectations.list_expected, requested_slice(PAGE_SIZE, organisation=at.oin))
    differing = report.differences if report else ()
    names = RegisterNames(at.oin)
    return page(
        "worklists/expected.html",
        home=at,
        homes=register_choices(Right.READ),
        form=Form({"organisation": at.oin}),
        report=report,
        differing={
            one.id: {"expected": _verdict_text(one.expected), "answered": _verdict_text(one.answered)}
            for one in differing
        },
        items=[_shown(one, names) for one in found.items],
        further=next_url(found),
        keeps=may_in(Right.KEEP, at.oin),
    )


def _verdict_text(verdict: Any) -> str:
    """Return an answer in words, with why it is not a plain yes."""
    said = str(OUTCOMES[verdict.outcome])
    return f"{said} ({REASONS[verdict.reason]})" if verdict.reason else said


def _shown(one: ExpectedCheck, names: RegisterNames) -> dict[str, Any]:
    asked = one.expectation
    return {
        "id": one.id,
        "tag": one.tag,
        "name": asked.id,
        "people": _(" together with ").join(names.title("employees", number) for number in asked.employees),
        "why": asked.why,
        "decision_type": names.title("decision_types", asked.decision_type),
        "amount": asked.amount,
        "currency": asked.currency,
        "at": asked.at,
        "outcome": OUTCOMES[asked.outcome],
    }


@expected.route("/new", methods=["GET", "POST"])
def add() -> Response:
    """Expect one more answer."""
    at = home(Right.KEEP)
    form = Form(BEGINNING | {"organisation": at.oin, "at": now().astimezone(ZoneInfo(at.time_zone)).strftime(LOCAL)})
    types = _known("decision_types", at.oin)
    if form.is_sent and _expected(form, at, types):
        return see_other("expected.listed", organisation=at.oin)
    return form.page(
        "worklists/expect.html",
        home=at,
        homes=register_choices(Right.KEEP),
        titles=sorted(typed_names.titles(types, Formatter(language.chosen())).values(), key=str.casefold),
        units=[(unit.code, unit.name) for unit in _known("units", at.oin)],
        outcomes=[(one, OUTCOMES[one]) for one in Outcome],
        reasons=[("", _("No reason: the answer is yes")), *((one, REASONS[one]) for one in Reason)],
        bases=[(one, BASES[one]) for one in Vat],
    )


def _expected(form: Form, at: Organisation, types: list[Any]) -> bool:
    """Expect what stands in a form; False when it has to be mended. Who is unknown may well be asked about."""
    people = form.filled("employees", "about", "primaryDecisionBy")
    meant = typed_names.codes(form, form.filled("decisionType"), types) | typed_names.numbers(
        form, people, _known("employees", at.oin), may_be_unknown=True
    )
    meant |= {name: _moment(text, ZoneInfo(at.time_zone)) for name, text in form.filled("at", "knownAt")}
    with form.errors_of(ExpectedCheckIn):
        loaded = form.load(ExpectedCheckIn, meant, organisation=at.oin)
        if form.is_good:
            call(expectations.add_expected_check, **loaded)
    return form.is_good


def _known(table: str, oin: str) -> list[Any]:
    """Return the facts of a table of a register, whenever they hold: an answer is expected of any moment."""
    return [one.entry.fact for one in call(list_entries, table, Slice({"organisation": oin}, MAX_NAMES)).items]


def _moment(text: str, zone: ZoneInfo) -> str:
    """Return the moment that a clock of the organisation says; what is none is left for the schema to refuse."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (local if local.tzinfo else local.replace(tzinfo=zone)).isoformat(timespec="seconds")


@expected.route("/<uuid:identity>/end", methods=["GET", "POST"])
def end(identity: UUID) -> Response:
    """Show an answer that is expected; ask whether it is expected no longer, and why, and propose that.

    `import` in the address is the file that waits meanwhile, to which it leads back.
    """
    one, form, waiting = call(expectations.get_expected, identity), Form(), request.args.get("import", type=UUID)
    if form.is_sent:
        seen = Precondition(frozenset({request.form.get("_tag", "")}))
        with form.errors_of():
            waits = call(expectations.delete_expected_check, identity, seen, form.value("motivation"))
            if waiting:
                return see_other("imports.check", identity=waiting, ended=waits and waits.changeset)
            if waits:
                return see_other("changes.changeset", identity=waits.changeset)
            return see_other("expected.listed", organisation=one.organisation)
    shown = {
        "one": _shown(one, RegisterNames(one.organisation)),
        "keeps": may_in(Right.KEEP, one.organisation),
        "waiting": waiting,
    }
    return form.page("worklists/expect_no_more.html", **shown)
