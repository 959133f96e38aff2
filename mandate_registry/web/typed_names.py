"""What people type for somebody and for a decision type, as the wire format names them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mandate_registry.errors import FieldError
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Employee, Unit
from mandate_registry.rules.lookup import same_name
from mandate_registry.rules.notation import OIN
from mandate_registry.rules.presentation_code import is_unmistakable
from mandate_registry.services.checks.query_targets import QueryTarget
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy

Typed = Iterable[tuple[str, str]]
"""Fields by name, each with what was typed."""


def typed_reference(text: str) -> dict[str, str]:
    """Name somebody as he was typed: the code of a card is unmistakable, a number has a digit, and a name has none."""
    if is_unmistakable(text):
        return {"code": text}
    return {"number" if any(map(str.isdigit, text)) else "name": text}


def people(form: Form) -> list[str]:
    """Return what was typed for each person."""
    return [form.value(f"employees.{place}.name") for place in range(form.count("employees"))]


def mentioned(form: Form, field: str) -> dict[str, str]:
    """Name somebody who does not act as he was typed; the code of a card, which names only who acts, is an error."""
    named = typed_reference(form.value(field))
    if "code" in named:
        form.errors.append(FieldError(field, "card", _("Type a name or a staff number: a card is for who decides.")))
    return named


def party(form: Form, field: str) -> str | dict[str, str] | None:
    """Name the other party as it was typed: an organisation by OIN, or else an employee."""
    text = form.value(field)
    return (text if OIN.fullmatch(text) else mentioned(form, field)) if text else None


def with_either_names(request: CheckRequest) -> CheckRequest:
    """Return the request in which a text without a digit may also be an employee number."""
    other = request.counterparty
    return replace(
        request,
        employees=tuple(map(as_either_name, request.employees)),
        about=as_either_name(request.about) if request.about else None,
        counterparty=as_either_name(other) if isinstance(other, EmployeeRef) else other,
        primary_decision_by=tuple(map(as_either_name, request.primary_decision_by)),
    )


def as_either_name(ref: EmployeeRef) -> EmployeeRef:
    """Return the reference in which a text may be a number as well as a name."""
    return replace(ref, number=ref.name) if ref.name else ref


def find_types(text: str, types: Iterable[DecisionType]) -> list[DecisionType]:
    """Find the decision types that are meant: of that code, of that title, with that phrase, else with all its words.

    A single word is no phrase: part of a compound it may mean others as well.
    """
    types, sought = list(types), text.casefold().strip()
    exact = [fact for fact in types if fact.code == sought] or [fact for fact in types if sought in _ways(fact)]
    words = sought.split()
    phrase = re.compile(rf"\b{re.escape(sought)}\b") if len(words) > 1 else None
    close = [fact for fact in types if phrase and any(map(phrase.search, _ways(fact)))]
    return exact or close or [fact for fact in types if words and all(word in " ".join(_ways(fact)) for word in words)]


def _ways(fact: DecisionType) -> tuple[str, ...]:
    return fact.code, fact.title_nl.casefold(), fact.title_en.casefold()


def offered_types(offered: Sequence[QueryTarget], oin: str) -> list[DecisionType]:
    """Return what may be asked about of an organisation; before one is chosen, of all of them, each code once."""
    types = (fact for one in offered if oin in ("", one.oin) for fact in one.decision_types)
    return list({fact.code: fact for fact in types}.values())


def codes(form: Form, typed: Typed, types: Iterable[DecisionType]) -> dict[str, str]:
    """Return by field the code of the decision type that was typed; one that fits none or several is an error there."""
    types, found = list(types), {}
    for field, text in typed:
        fitting = find_types(text, types)
        if len(fitting) == 1:
            found[field] = fitting[0].code
        elif text != EVERY_TYPE:
            form.errors.append(decision_type_error(field, fitting))
    return found


def titles(types: Iterable[DecisionType], write: Formatter) -> dict[str, str]:
    """Return by code what to type for each decision type.

    Its title, or its code where another goes by that title too.
    """
    types = list(types)
    times = Counter(way for fact in types for way in set(_ways(fact)))
    called = ((fact.code, write.title(fact)) for fact in types)
    return {code: title if times[title.casefold()] == 1 else code for code, title in called}


def numbers(form: Form, typed: Typed, employees: Iterable[Employee], *, may_be_unknown: bool = False) -> dict[str, str]:
    """Return by field the staff number of who was typed by number or full name; a name of two people is an error there.

    So is one of nobody, unless `strangers` may be typed.
    """
    named = {(fact.number, same_name(fact.name)) for fact in employees}
    known, found = {number for number, _ in named}, {}
    for field, text in typed:
        bearing = [number for number, name in named if name == same_name(text)]
        if text in known or len(bearing) == 1:
            found[field] = text if text in known else bearing[0]
        elif bearing:
            form.errors.append(FieldError(field, "several", _("Several people bear this name. Type a staff number.")))
        elif not may_be_unknown:
            form.errors.append(FieldError(field, "nobody", _("Nobody here has this name or staff number.")))
    return found


def unit(form: Form, field: str, units: Iterable[Unit]) -> str | None:
    """Return the code of the unit that was typed by code or name: of none that is known, what was typed."""
    text, units = form.value(field), list(units)
    found = [one.code for one in units if one.code == text] or [
        one.code for one in units if same_name(one.name) == same_name(text)
    ]
    if len(found) > 1:
        form.errors.append(FieldError(field, "several", _("Several units bear this name. Type the code of the unit.")))
    return found[0] if found else text or None


def decision_type_error(field: str, found: Sequence[DecisionType]) -> FieldError:
    """Return the error that nothing, or too much, matches the typed decision type."""
    if found:
        return FieldError(field, "several", _("More than one fits. Choose the one you mean."))
    return FieldError(field, "nothing_fits", _("Nothing fits this. Choose one from the list that appears as you type."))


def in_boxes(errors: Iterable[FieldError]) -> list[FieldError]:
    """Return errors with the names of the form fields, each field once."""
    found: dict[str, FieldError] = {}
    for error in errors:
        named = _in_box(error)
        found.setdefault(named.field, named)
    return list(found.values())


def _in_box(error: FieldError) -> FieldError:
    head, _dot, rest = error.field.partition(".")
    if error.code in _SAID:
        error = replace(error, detail=str(_SAID[error.code]))
    if error.code in ("not_agreed", "too_large"):
        return error
    if error.code == "not_oneself":
        return replace(error, field="employees.0.name", detail=_("You can ask about yourself only."))
    if head == "about":
        return replace(error, field="about.name")
    if head in ("employees", "primaryDecisionBy"):
        place = rest.partition(".")[0] or "0"
        field = "organisation" if rest.endswith("organisation") else "name"
        return replace(error, field=f"{head}.{place}.{field}", code=error.code if rest else "required")
    return replace(error, field="at.day") if head == "at" else error


_SAID = {
    "not_agreed": lazy("This organisation has not agreed that you ask this. Ask it to agree first."),
    "too_large": lazy("This is too much at once. Ask about fewer people or decisions."),
    "beside_a_code": lazy(
        "Whoever is named by a card is not asked about together with others by name: leave this out."
    ),
}
