"""How what a register calls by codes is called by people, and from what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.notation import Reservation, Seat, parse_seat
from mandate_registry.rules.sentences import AMOUNTS, COLUMNS, KINDS, SEATS, Called
from mandate_registry.services.register.entry_details import facts_known
from mandate_registry.view_context import call
from mandate_registry.web import typed_names
from mandate_registry.web.field_labels import MANDATE_LABELS
from mandate_registry.web.formatter import HOME, Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.language import chosen
from mandate_registry.web.language import gettext as _
from mandate_registry.web.terms import KIND_NAMES
from schemas.pages import mandate_forms

MAX_ENTRIES = 10_000
"""How many entries of a kind a form offers: more than any organisation has."""

Options = list[tuple[str, str]]

TITLES = {
    "organisations": "name",
    "bodies": "name",
    "units": "name",
    "positions": "title",
    "employees": "name",
    "instruments": "title",
}


SAID: dict[str, Mapping[Any, Any]] = {COLUMNS: MANDATE_LABELS, KINDS: KIND_NAMES}
"""The words for what is called by no entry of a table."""
TYPED = ("except.code", *mandate_forms.TYPES)
"""Where a form about a mandate has decision types."""


class RegisterNames:
    """The names in the register of an organisation, each kind read when it is first asked for."""

    def __init__(self, oin: str) -> None:
        self.oin = oin
        self.write = Formatter(chosen())
        self._facts: dict[str, dict[str, Any]] = {}

    def facts(self, table: str) -> dict[str, Any]:
        """Return the facts of a table by code."""
        if table not in self._facts:
            found = call(facts_known, self.oin, table)
            self._facts[table] = {getattr(fact, KEYS[table][0]): fact for fact in found}
        return self._facts[table]

    def add(self, named: Iterable[tuple[str, Any]]) -> RegisterNames:
        """Add names of facts that the register does not have yet, by table; existing names stay."""
        for table, fact in named:
            self.facts(table).setdefault(getattr(fact, KEYS[table][0]), fact)
        return self

    @property
    def zone(self) -> str:
        """The time zone of the organisation."""
        home = self.facts("organisations").get(self.oin)
        return cast("str", home.time_zone) if home else HOME

    def title(self, table: str, code: str | None) -> str:
        """Return the title of an entry; its code if the register no longer has it."""
        fact = self.facts(table).get(code or "")
        if fact is None:
            return code or ""
        return self.write.title(fact) if table == "decision_types" else str(getattr(fact, TITLES[table]))

    def options(self, table: str) -> Options:
        """Return from what may be chosen, by title."""
        found = ((code, self.title(table, code)) for code in self.facts(table))
        return sorted(found, key=lambda option: option[1].casefold())

    def titles(self) -> dict[str, str]:
        """Return by code what to type for each decision type."""
        return typed_names.titles(self.facts("decision_types").values(), self.write)

    def meant(self, form: Form, within: str = "") -> dict[str, str]:
        """Return by field the codes and numbers that a form about a mandate means; errors of it are kept in the form.

        Its fields may stand `within` an object. Who is of another organisation is named by his number there.
        """
        types = form.filled(*(within + path for path in TYPED))
        people = form.filled(f"{within}seats.employee")
        own = [one for one in people if not form.value(f"{one[0].rpartition('.')[0]}.organisation")]
        return typed_names.codes(form, types, self.facts("decision_types").values()) | typed_names.numbers(
            form, own, self.facts("employees").values()
        )

    def seats(self) -> Options:
        """Return what a seat may name: positions first, then categories, units and everybody."""
        positions = self.facts("positions").values()
        categories = sorted({fact.category for fact in positions if fact.category})
        return [
            *((f"position:{code}", title) for code, title in self.options("positions")),
            *((f"category:{code}", _("Every position in the category %(code)s", code=code)) for code in categories),
            *((f"unit:{code}", _("Everybody in %(unit)s", unit=title)) for code, title in self.options("units")),
            ("anyone", _("Everybody in the organisation")),
        ]

    def seat(self, seat: Seat) -> str:
        """Return who is meant by a seat, in words."""
        elsewhere = _(" of organisation %(oin)s", oin=seat.organisation) if seat.organisation else ""
        local = not seat.organisation
        person = self.title("employees", seat.employee) if local else seat.employee or ""
        position = self.title("positions", seat.position) if local else seat.position or ""
        if person and position:
            return _("%(person)s as %(position)s", person=person, position=position) + elsewhere
        if seat.category:
            return _("Every position in the category %(code)s", code=seat.category)
        if seat.unit:
            return _("Everybody in %(unit)s", unit=self.title("units", seat.unit))
        return (person or position or _("Everybody in the organisation")) + elsewhere

    def called(self, one: Called) -> str:
        """Return the name of a value in a sentence of the rules."""
        if one.table == SEATS:
            return self.seat(parse_seat(one.key))
        if one.table == AMOUNTS:
            value, currency, vat = one.key.split()
            return f"{self.write.amount(Decimal(value), currency)} {self.write.vat(Vat(vat))}".rstrip()
        if one.table in SAID:
            return str(SAID[one.table].get(one.key, one.key))
        title = self.title(one.table, one.key)
        return f"{title} ({one.key})" if one.table == "employees" and title != one.key else title

    def condition(self, text: str) -> str:
        """Write a condition, with the units that it names as they are called."""
        return self.write.condition(text, lambda code: self.title("units", code))

    def reservation(self, held: Reservation, currency: str) -> str:
        """Return what is reserved, in words."""
        title = self.title("decision_types", held.code)
        if held.threshold is None:
            return title
        return _("%(title)s from %(amount)s", title=title, amount=self.write.amount(held.threshold, currency))
