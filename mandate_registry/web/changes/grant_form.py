"""A mandate is drafted, guided by what the law asks; and a draft is corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request

from mandate_registry.rules import facts
from mandate_registry.rules.facts import DecisionType, Disclosure, Vat
from mandate_registry.services.changesets import entry_changes
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.preview import preview_reach
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entries
from mandate_registry.view_context import call
from mandate_registry.web.changes import form_state
from mandate_registry.web.chosen_register import home
from mandate_registry.web.forms import Form
from mandate_registry.web.mandate_texts import labels
from mandate_registry.web.register_names import RegisterNames
from schemas.base import ready
from schemas.mandates import MANDATES
from schemas.pages import mandate_forms

BEGINNING = {
    "kinds": ["mandate"],
    "reach": "listed",
    "currency": "EUR",
    "vat": Vat.EXCL,
    "disclosure": Disclosure.PARTNERS,
}


def grant() -> Response:
    """Draft a mandate, in a changeset of its own or in one that is being drafted."""
    names = RegisterNames(home(Right.KEEP).oin)
    form = Form(BEGINNING | {"changeset": request.args.get("changeset"), "organisation": names.oin})
    covered: list[DecisionType] | None = None
    if form_state.pressed_button() in (form_state.LOOK, form_state.DO):
        meant = names.meant(form)
        with form.errors_of(mandate_forms.GrantIn):
            draft = Draft(**form.load(mandate_forms.GrantIn, meant, organisation=names.oin))
            if form.is_good and form_state.pressed_button() == form_state.DO:
                return _to_changeset(call(entry_changes.create, "mandates", draft))
            if form.is_good:
                covered = call(preview_reach, names.oin, draft.fact)
    return _page(form, names, covered=covered)


def correct(identity: UUID) -> Response:
    """Correct a draft: all that it says, but its number."""
    stored = call(entries.get, "mandates", identity)
    names = RegisterNames(stored.organisation)
    form = Form(mandate_forms.as_parts(ready(MANDATES.gives).dump(stored), stored.entry.fact, names.titles()))
    covered: list[DecisionType] | None = None
    if form_state.pressed_button() in (form_state.LOOK, form_state.DO):
        meant = names.meant(form)
        with form.errors_of(mandate_forms.RestatedIn):
            filled_in = form.load(mandate_forms.RestatedIn, meant)
            said = mandate_forms.whole(mandate_forms.RestatedIn, filled_in, facts.Mandate, form.offered())
            if form.is_good and form_state.pressed_button() == form_state.DO:
                return _to_changeset(
                    call(entry_changes.change, "mandates", identity, form_state.seen_version(), Correction(**said))
                )
            if form.is_good:
                restated = replace(stored.entry.fact, **said["values"])
                covered = call(preview_reach, names.oin, restated)
    return _page(form, names, covered=covered, stored=stored)


def _page(form: Form, names: RegisterNames, **values: Any) -> Response:
    return form.page(
        "changes/grant.html",
        names=names,
        labels=labels(),
        drafts=form_state.drafts(names.oin),
        stored=values.pop("stored", None),
        **values,
    )


def _to_changeset(stored: Any) -> Response:
    standing = stored.standing
    return (
        form_state.to_changeset(standing.changeset)
        if standing and standing.changeset
        else form_state.to_mandate(stored.entry.id)
    )
