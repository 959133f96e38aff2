"""A mandate is drafted, guided by what the law asks; and a draft is corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request

from mandate_registry.rules import facts
from mandate_registry.rules.facts import DecisionType, Disclosure, Vat
from mandate_registry.services.changing import writing
from mandate_registry.services.changing.foreseeing import foresee_reach
from mandate_registry.services.changing.writing import Correction, Draft
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers import entries
from mandate_registry.web.changing import acting
from mandate_registry.web.context import call
from mandate_registry.web.forms import Form
from mandate_registry.web.names import Names
from mandate_registry.web.registers import home
from mandate_registry.web.telling import labels
from schemas.base import ready
from schemas.mandates import MANDATES
from schemas.pages import guided

BEGINNING = {
    "kinds": ["mandate"],
    "reach": "listed",
    "currency": "EUR",
    "vat": Vat.EXCL,
    "disclosure": Disclosure.PARTNERS,
}


def grant() -> Response:
    """Draft a mandate, in a changeset of its own or in one that is being drafted."""
    names = Names(home(Right.KEEP).oin)
    form = Form(BEGINNING | {"changeset": request.args.get("changeset"), "organisation": names.oin})
    covered: list[DecisionType] | None = None
    if acting.pressed() in (acting.LOOK, acting.DO):
        meant = names.meant(form)
        with form.errors_of(guided.GrantIn):
            draft = Draft(**form.load(guided.GrantIn, meant, organisation=names.oin))
            if form.is_good and acting.pressed() == acting.DO:
                return _to_changeset(call(writing.create, "mandates", draft))
            if form.is_good:
                covered = call(foresee_reach, names.oin, draft.fact)
    return _page(form, names, covered=covered)


def correct(identity: UUID) -> Response:
    """Correct a draft: all that it says, but its number."""
    stored = call(entries.get, "mandates", identity)
    names = Names(stored.organisation)
    form = Form(guided.as_parts(ready(MANDATES.gives).dump(stored), stored.entry.fact, names.titles()))
    covered: list[DecisionType] | None = None
    if acting.pressed() in (acting.LOOK, acting.DO):
        meant = names.meant(form)
        with form.errors_of(guided.RestatedIn):
            filled_in = form.load(guided.RestatedIn, meant)
            said = guided.whole(guided.RestatedIn, filled_in, facts.Mandate, form.offered())
            if form.is_good and acting.pressed() == acting.DO:
                return _to_changeset(call(writing.change, "mandates", identity, acting.seen(), Correction(**said)))
            if form.is_good:
                restated = replace(stored.entry.fact, **said["values"])
                covered = call(foresee_reach, names.oin, restated)
    return _page(form, names, covered=covered, stored=stored)


def _page(form: Form, names: Names, **values: Any) -> Response:
    return form.page(
        "changing/grant.html",
        names=names,
        labels=labels(),
        drafts=acting.drafts(names.oin),
        stored=values.pop("stored", None),
        **values,
    )


def _to_changeset(stored: Any) -> Response:
    standing = stored.standing
    return (
        acting.to_changeset(standing.changeset)
        if standing and standing.changeset
        else acting.to_mandate(stored.entry.id)
    )
