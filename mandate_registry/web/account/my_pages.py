"""The pages of an employee himself: what he may decide, the cards that he shows, and who asked about him."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.presentation_code import NameForm
from mandate_registry.services.callers import Caller
from mandate_registry.services.cards import employee_cards, my_powers
from mandate_registry.services.cards.employee_cards import CardRequest, NewCard
from mandate_registry.services.checks import access_log
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Page
from mandate_registry.services.register.organisation_names import names_of
from mandate_registry.view_context import call
from mandate_registry.web.context import page, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.page_links import next_url, requested_slice
from mandate_registry.web.terms import TRACED, saying
from schemas.pages.own_card_form import OwnCardIn

PAGE_SIZE = 20
"""How many cards and questions stand on one page."""

QR = "image/svg+xml"
NAMES = saying("name_forms", "choice")
MINUTES = {
    15: lazy("A quarter of an hour"),
    60: lazy("An hour"),
    240: lazy("Four hours"),
    1440: lazy("A day"),
}
"""For how many minutes a card may be made here."""

ASKERS = {"card": lazy("Somebody who was shown your card")}
me = Blueprint("me", __name__, url_prefix="/me")


@me.get("")
def overview() -> Response:
    """Show an employee what he may decide now."""
    return page("account/me/overview.html", me=call(my_powers.read_my_powers))


@me.get("/cards")
def cards_of_mine() -> Response:
    """Show an employee his cards, without their codes."""
    home, number = call(_employee)
    found = call(employee_cards.list_cards, requested_slice(PAGE_SIZE, organisation=home, employee=number))
    return _listed(
        "account/me/cards.html", found, [oin for card in found.items for oin in (card.partner, card.counterparty)]
    )


@me.get("/cards/new")
def new_card() -> Response:
    """Show the form for a card."""
    return _card_form(Form({"minutes": 60, "name": NameForm.SHORT.value}))


@me.post("/cards/new")
def make_card() -> Response:
    """Make a card and show its code, this once: it may stand in no address of ours, so no other page follows."""
    form = Form()
    home, number = call(_employee)
    with form.errors_of(OwnCardIn):
        none: dict[str, Any] = {} if form.values("decisionTypes") else {"decisionTypes": []}
        asked = form.load(OwnCardIn, organisation=home, **none)
        made = call(employee_cards.create, CardRequest(**asked, employee=EmployeeRef(number=number)))
    return _made(made) if form.is_good else _card_form(form)


@me.post("/cards/<uuid:identity>/end")
def end_card(identity: UUID) -> Response:
    """End a card at once."""
    call(employee_cards.revoke, identity)
    return see_other("me.cards_of_mine")


@me.get("/asked")
def asked() -> Response:
    """Show an employee who asked about him."""
    home, number = call(_employee)
    about = EmployeeRef(number=number, organisation=home)
    found = call(access_log.list_traces, requested_slice(PAGE_SIZE), about)
    return _listed("account/me/asked.html", found, [one.asker for one in found.items])


def _employee(caller: Caller, _: Installation) -> tuple[str, str]:
    return my_powers.employee_of(caller)


def _listed(template: str, found: Page[Any], oins: list[str | None]) -> Response:
    words: dict[str, Any] = {"forms": NAMES, "askers": ASKERS, "outcomes": TRACED}
    words |= {"names": call(names_of, oins), "types": call(my_powers.types_of)}
    return page(template, items=found.items, next_url=next_url(found), moment=now(), **words)


def _card_form(form: Form) -> Response:
    found = call(my_powers.read_my_powers)
    return form.page(
        "account/me/card.html", me=found, partners=_partners(), names=_options(NAMES), minutes=_options(MINUTES)
    )


def _partners() -> list[tuple[str, str]]:
    return [("", _("Whoever holds it")), *call(my_powers.partners)]


def _options(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(str(value), str(text)) for value, text in words.items()]


def _made(made: NewCard) -> Response:
    picture = b64encode(call(employee_cards.draw, made.code, QR)).decode()
    return page(
        "account/me/made.html",
        made=made,
        picture=f"data:{QR};base64,{picture}",
        names=call(names_of, [made.card.partner, made.card.counterparty]),
    )
