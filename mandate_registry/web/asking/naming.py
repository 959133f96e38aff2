"""What people type for somebody and for a decision type, as the wire format names them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mandate_registry.errors import FieldError
from mandate_registry.rules.presentation import is_unmistakable
from mandate_registry.web.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mandate_registry.rules.facts import DecisionType
    from mandate_registry.services.answering.askable import Askable
    from mandate_registry.services.answering.asking import CheckRequest, EmployeeRef
    from mandate_registry.web.forms import Form


def who(text: str) -> dict[str, str]:
    """Name somebody as he was typed: the code of a card is unmistakable, a number has a digit, and a name has none."""
    if is_unmistakable(text):
        return {"code": text}
    return {"number" if any(map(str.isdigit, text)) else "name": text}


def people(form: Form) -> list[str]:
    """Give what was typed for each person."""
    return [form.value(f"employees.{place}.name") for place in range(form.count("employees"))]


def by_either(request: CheckRequest) -> CheckRequest:
    """Let a text without a digit be a number as well: the own organisation has numbers of every form."""
    return replace(request, employees=tuple(map(either, request.employees)))


def either(ref: EmployeeRef) -> EmployeeRef:
    """Let the text that names somebody be a number as well as a name."""
    return replace(ref, number=ref.name) if ref.name else ref


def what(text: str, types: Iterable[DecisionType]) -> list[DecisionType]:
    """Find the decision types that are meant: of that code or title, else with that phrase, else with all its words.

    A single word is no phrase: part of a compound it may mean others as well.
    """
    types, sought = list(types), text.casefold().strip()
    exact = [fact for fact in types if sought in _ways(fact)]
    words = sought.split()
    phrase = re.compile(rf"\b{re.escape(sought)}\b") if len(words) > 1 else None
    close = [fact for fact in types if phrase and any(map(phrase.search, _ways(fact)))]
    return exact or close or [fact for fact in types if words and all(word in " ".join(_ways(fact)) for word in words)]


def _ways(fact: DecisionType) -> tuple[str, ...]:
    return fact.code, fact.title_nl.casefold(), fact.title_en.casefold()


def offered_types(offered: Sequence[Askable], oin: str) -> list[DecisionType]:
    """Give what may be asked about of an organisation; before one is chosen, of all of them, each code once."""
    types = (fact for one in offered if oin in ("", one.oin) for fact in one.decision_types)
    return list({fact.code: fact for fact in types}.values())


def wrong_what(field: str, found: Sequence[DecisionType]) -> FieldError:
    """Say of what was typed for a decision type that nothing, or too much, fits."""
    if found:
        return FieldError(field, "several", _("More than one fits. Choose the one you mean."))
    return FieldError(field, "nothing_fits", _("Nothing fits this. Choose one from the list that appears as you type."))


def in_boxes(errors: Iterable[FieldError]) -> list[FieldError]:
    """Let errors name the boxes that people typed into, each box once."""
    found: dict[str, FieldError] = {}
    for error in errors:
        named = _in_box(error)
        found.setdefault(named.field, named)
    return list(found.values())


def _in_box(error: FieldError) -> FieldError:
    head, _dot, rest = error.field.partition(".")
    if error.code == "not_agreed":
        return replace(error, detail=_("This organisation has not agreed that you ask this. Ask it to agree first."))
    if error.code == "not_oneself":
        return replace(error, field="employees.0.name", detail=_("You can ask about yourself only."))
    if head == "employees":
        place = rest.partition(".")[0] or "0"
        field = "organisation" if rest.endswith("organisation") else "name"
        return replace(error, field=f"employees.{place}.{field}", code=error.code if rest else "required")
    return replace(error, field="at.day") if head == "at" else error
