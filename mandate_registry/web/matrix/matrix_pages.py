"""The authority matrix: as a page, and as a file for a spreadsheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from mandate_registry.rules.facts import DecisionType, Position
from mandate_registry.services.checks.authority_matrix import EVERYTHING, MatrixRequest, ShownMatrix, read_matrix
from mandate_registry.services.pagination import Page
from mandate_registry.services.permissions import Right
from mandate_registry.view_context import call
from mandate_registry.web.chosen_register import nearest, register_choices
from mandate_registry.web.context import page
from mandate_registry.web.file_downloads import FORMS, spreadsheet
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.language import chosen
from mandate_registry.web.language import gettext as _
from mandate_registry.web.matrix.matrix_cells import LEGEND, cells_of, in_full
from mandate_registry.web.page_links import next_url
from schemas.load import load
from schemas.pages.matrix_query import MatrixQuery

matrix = Blueprint("matrix", __name__, url_prefix="/desk")


@matrix.get("/matrix")
def show() -> Response:
    """Show the matrix, or the part of it that the address asks."""
    shown = _asked()
    return page(
        "matrix/matrix.html",
        shown=shown,
        cells=cells_of(shown, Formatter(chosen())),
        legend=LEGEND,
        form=Form(_chosen(shown)),
        options=_options(shown),
        following=next_url(Page([], shown.next_after)),
        files={form: url_for("matrix.file", form=form, **_chosen(shown)) for form in FORMS},
    )


@matrix.get("/matrix.<any(csv, xlsx):form>")
def file(form: str) -> Response:
    """Return the same as a file."""
    shown = _asked(whole=True)
    return spreadsheet(_("Authority matrix"), _rows(shown), f"matrix-{shown.day}", form)


def _asked(*, whole: bool = False) -> ShownMatrix:
    """Read what the address asks, a page or the whole; one's own register, or the first, where it names none."""
    given = load(MatrixQuery, {name: text for name, text in request.args.items() if name != "lang" and text})
    home = given.pop("organisation", None) or nearest(Right.READ).oin
    return call(read_matrix, MatrixRequest(organisation=home, whole=whole, **given))


def _chosen(shown: ShownMatrix) -> dict[str, Any]:
    """Return what was chosen, as an address says it again."""
    chosen_ones = {"day": request.args.get("day"), "under": shown.under, "unit": shown.unit}
    home = {"organisation": shown.organisation} if register_choices(Right.READ) else {}
    return home | {name: value for name, value in chosen_ones.items() if value}


def _options(shown: ShownMatrix) -> dict[str, list[tuple[str, str]]]:
    write = Formatter(chosen())
    return {
        "organisations": register_choices(Right.READ),
        "groups": [(EVERYTHING, _("All decisions")), *((fact.code, write.title(fact)) for fact in shown.groups)],
        "units": [("", _("The whole organisation")), *((unit.code, unit.name) for unit in shown.units)],
    }


def _rows(shown: ShownMatrix) -> list[list[str]]:
    """Write the matrix in full: a row for each position."""
    write = Formatter(chosen())
    types = shown.matrix.decision_types
    titles = [_("The position"), _("Part of the organisation"), *(write.title(fact) for fact in types)]
    return [
        titles,
        *(
            [position.title, unit.name if unit else "", *(_text(shown, position, fact, write) for fact in types)]
            for unit, positions in shown.rows
            for position in positions
        ),
    ]


def _text(shown: ShownMatrix, position: Position, fact: DecisionType, write: Formatter) -> str:
    entries = shown.matrix.cells.get((position.code, fact.code), ())
    return " | ".join(in_full(entry, write, with_mandates=True) for entry in entries)
