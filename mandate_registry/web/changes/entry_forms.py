"""People, positions and all else that is entered as one form: a table says what is asked of each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, request

from mandate_registry.errors import NotFound, Stale
from mandate_registry.services.changesets import entry_changes
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.preview import EntryPreview, preview_correction, preview_entry
from mandate_registry.services.impact.register_comparison import LOOKED_AT
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entries
from mandate_registry.services.register.entries import EntryView
from mandate_registry.terms import terms
from mandate_registry.view_context import call
from mandate_registry.web.changes import form_state
from mandate_registry.web.changes.form_fields import FormField, asked_of
from mandate_registry.web.changes.prefilled_fields import filled_in
from mandate_registry.web.chosen_register import home
from mandate_registry.web.context import see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.language import said
from mandate_registry.web.proposals.effects import effects_of
from mandate_registry.web.register_names import RegisterNames
from schemas.base import ready
from schemas.entries import Wire
from schemas.pages import mandate_forms
from schemas.resources import WIRES


@dataclass(frozen=True, slots=True)
class EntryKind:
    """What is asked of a kind of entry, under what title; `why` explains it in a sentence."""

    title: Any
    why: Any
    asked: tuple[FormField, ...]


KINDS = {
    kind: EntryKind(said(term.texts["title"]), said(term.texts["why"]), asked_of(kind.replace("-", "_")))
    for kind, term in terms("entry_kinds").items()
}
"""By address."""


def add(kind: str) -> Response:
    """Add an entry."""
    table, wire, oin = *_of(kind), home(Right.KEEP).oin
    begun = filled_in((one.name for one in KINDS[kind].asked), oin)
    form, outlook = Form({"organisation": oin} | begun), None
    if form_state.pressed_button() in (form_state.LOOK, form_state.DO):
        with form.errors_of(wire.accepts):
            draft = Draft(**form.load(wire.accepts, organisation=oin))
            outlook = _seen_ahead(preview_entry, table, draft)
            if outlook is None:
                return _leads_on(kind, call(entry_changes.create, table, draft))
    return _page(form, kind, RegisterNames(oin), KINDS[kind].asked, outlook=outlook)


def edit(kind: str, identity: UUID) -> Response:
    """Correct an entry: all that it says, but by what others refer to it."""
    table, wire = _of(kind)
    stored = call(entries.get, table, identity)
    said = ready(wire.gives).dump(stored)
    form = Form({name: _begun(value) for name, value in said.items()})
    names = RegisterNames(stored.organisation)
    open_to_change = {field.data_key for field in ready(wire.corrects).fields.values()}
    asked = tuple(one for one in KINDS[kind].asked if one.name in open_to_change)
    fixed = [(one.label, said[one.name]) for one in KINDS[kind].asked if one.name not in open_to_change]
    is_stale, outlook = False, None
    if form_state.pressed_button() in (form_state.LOOK, form_state.DO):
        try:
            with form.errors_of(wire.corrects):
                fact = wire.accepts.fact  # type: ignore[attr-defined]  # (of EntryIn)
                said = mandate_forms.whole(wire.corrects, form.load(wire.corrects), fact, form.offered())
                asked_for = (table, identity, form_state.seen_version(), Correction(**said))
                outlook = _seen_ahead(preview_correction, *asked_for)
                if outlook is None:
                    return _leads_on(kind, call(entry_changes.change, *asked_for))
        except Stale:
            is_stale = True
    return _page(form, kind, names, asked, stored=stored, fixed=fixed, is_stale=is_stale, outlook=outlook)


def _seen_ahead(preview: Callable[..., EntryPreview | None], table: str, *asked: Any) -> EntryPreview | None:
    """Return what a change would do, where somebody wishes to look first and it does something."""
    if form_state.pressed_button() == form_state.DO or table not in LOOKED_AT:
        return None
    outlook = call(preview, table, *asked)
    return None if outlook is None or (outlook.impact.is_nothing and not outlook.waits) else outlook


def _leads_on(kind: str, done: EntryView | WaitingChange) -> Response:
    """Lead to the entry that was recorded, or to the changeset in which a change of it waits for approval."""
    if isinstance(done, WaitingChange):
        return form_state.to_changeset(done.changeset)
    return see_other("changes.edit", kind=kind, identity=done.entry.id, saved="yes")


def _of(kind: str) -> tuple[str, Wire]:
    if kind not in KINDS:
        raise NotFound("There is no such kind of entry.")
    table = kind.replace("-", "_")
    return table, WIRES[table]


def _begun(value: Any) -> Any:
    """Return with what a field begins: what is listed has a line each, and no is said as yes is."""
    if isinstance(value, list):
        return {str(place): item for place, item in enumerate(value)}
    return "false" if value is False else value


def _page(
    form: Form,
    kind: str,
    names: RegisterNames,
    asked: tuple[FormField, ...],
    *,
    outlook: EntryPreview | None = None,
    **values: Any,
) -> Response:
    return form.page(
        "changes/entry.html",
        kind=kind,
        about=KINDS[kind],
        names=names,
        asked=asked,
        saved=request.args.get("saved"),
        outlook=outlook,
        effects=effects_of(outlook.impact, names) if outlook else None,
        carried=form_state.carried_fields(),
        **values,
    )
