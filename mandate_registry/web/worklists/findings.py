"""Register health as a list of work: what is wrong, why it matters, what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.facts import Organisation
from mandate_registry.rules.findings.findings import FindingCode, Severity
from mandate_registry.rules.sentences import Sentence
from mandate_registry.services.findings.register_health import Concerned, Reported, register_health
from mandate_registry.services.permissions import Right
from mandate_registry.view_context import call
from mandate_registry.web.chosen_register import home, register_choices
from mandate_registry.web.context import page
from mandate_registry.web.file_downloads import spreadsheet
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import FINDINGS, SEVERITIES

PAGE_SIZE = 50
"""How many places of one kind a page lists; the file has them all."""

COLUMNS = ("severity", "finding", "detail", "article", "entries")

findings = Blueprint("findings", __name__, url_prefix="/desk/findings")


@findings.get("")
def listed() -> Response:
    """Show what is found, the worst first."""
    at, found, shown = _asked()
    names = RegisterNames(at.oin)
    counts = [(SEVERITIES[one], sum(each.severity is one for each in found)) for one in Severity]
    present = list(dict.fromkeys(each.code for each in found))
    form = Form({name: request.args.get(name) for name in ("severity", "code", "organisation")})
    return page(
        "worklists/findings.html",
        home=at,
        homes=register_choices(Right.READ),
        form=form,
        counts=counts,
        severities=[("", _("All of them")), *((one, SEVERITIES[one].text) for one in Severity)],
        codes=[("", _("All of them")), *((one, FINDINGS[one]["title"]) for one in present)],
        groups=[(severity, its, list(_kinds(its, names))) for severity, its in _by_severity(shown)],
        number=len(shown),
        named=SEVERITIES,
        most=PAGE_SIZE,
    )


@findings.get("/list.csv")
def as_csv() -> Response:
    """Return the same as a file."""
    at, _found, shown = _asked()
    names = RegisterNames(at.oin)
    return spreadsheet("", [COLUMNS, *(_row(one, names) for one in shown)], "findings", "csv")


def _row(one: Reported, names: RegisterNames) -> tuple[str, ...]:
    entries = " ; ".join(f"{each.table}:{each.key}" for each in one.entries)
    return one.severity, one.code, _said(one.detail, names), one.article or "", entries


def _asked() -> tuple[Organisation, list[Reported], list[Reported]]:
    """Return the register asked about, all that is found there, and what the filters leave of it."""
    at = home(Right.READ)
    severity, code = _filter(Severity, "severity"), _filter(FindingCode, "code")
    found = call(register_health, at.oin)
    return at, found, [one for one in found if severity in (None, one.severity) and code in (None, one.code)]


def _filter(kind: type[StrEnum], name: str) -> StrEnum | None:
    text = request.args.get(name, "")
    try:
        return kind(text) if text else None
    except ValueError as error:
        raise InvalidInput(FieldError(name, "invalid_value", f"is none of {', '.join(kind)}")) from error


def _by_severity(found: list[Reported]) -> Iterator[tuple[Severity, list[Reported]]]:
    return ((one, [each for each in found if each.severity is one]) for one in Severity)


def _kinds(found: list[Reported], names: RegisterNames) -> Iterator[dict[str, Any]]:
    """Yield the kinds of findings of a severity, each with its first places."""
    of_code: dict[FindingCode, list[Reported]] = defaultdict(list)
    for one in found:
        of_code[one.code].append(one)
    for code, its in sorted(of_code.items()):
        places = [(_said(one.detail, names), _entries(one)) for one in its[:PAGE_SIZE]]
        yield {"said": FINDINGS[code], "article": its[0].article, "count": len(its), "places": places}


def _entries(found: Reported) -> list[tuple[str, str | None]]:
    """Return the first entries that a finding concerns, by key, each with where it is shown."""
    return [(one.key, _entry(one)) for one in found.entries[:PAGE_SIZE]]


def _said(detail: Sentence, names: RegisterNames) -> str:
    return detail.said(_, names.write.moment, names.called)


def _entry(one: Concerned) -> str | None:
    """Return where an entry is shown, if it is."""
    return url_for("desk.mandate", identity=UUID(one.id)) if one.id else None
