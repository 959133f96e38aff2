"""Every field of a fact is in every place that tells of facts. What a place lacks is named, or has its reason here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from mandate_registry.config import ROOT
from mandate_registry.contract_file import description
from mandate_registry.register_folder.column_help import EXPLANATIONS
from mandate_registry.register_folder.columns import ORGANISATION, TABLES, Table
from mandate_registry.register_folder.sheet.heading_match import words_of
from mandate_registry.rules.facts import Disclosure, Nature, Trigger, Vat
from mandate_registry.rules.fields import FACTS
from mandate_registry.web.changes.entry_forms import KINDS
from mandate_registry.web.changes.form_fields import MORE_OF_MANDATES
from mandate_registry.web.field_labels import LABELS
from mandate_registry.web.imports import import_labels
from mandate_registry.web.register import entry_facts as desk_facts
from mandate_registry.web.register import entry_values, list_columns
from mandate_registry.web.register.entry_facts import SAYS, facts_of, title_of
from mandate_registry.web.register.file_columns import columns_of
from models import TABLES as STORED
from schemas.base import Schema, ready
from schemas.resources import WIRES

pytestmark = pytest.mark.either_database

PERIOD = {"valid_from", "valid_until"}
CONSENTS = {"holder_consent", "superior_consent", "no_superior", "consent_statute"}
FATE = {"approved", "suspensions", "revoked_at"}
"""What happens to a mandate, which nobody fills in."""
BODY_OF_FORM = ROOT / "mandate_registry/web/templates/changes/mandate_fields.html"
COMPONENTS: dict[str, Any] = description()["components"]["schemas"]
UNDATED = {"organisations", "bodies", "units", "positions", "instruments"}
"""The tables whose facts hold from when they are recorded: their period is no field that anybody states."""
OF_FILES: dict[str, Table] = {table.name: table for table in TABLES} | {"organisations": ORGANISATION}


def _names(table: str) -> set[str]:
    own = {field.name for field in fields(FACTS[table])} - {"valid"}
    return own if table in UNDATED else own | PERIOD


def _on_wire(schema: type[Schema]) -> dict[str, str]:
    """Return the name in JSON of each field of a fact that a schema has, those of its consents among them."""
    found = {name: field.data_key or name for name, field in ready(schema).fields.items()}
    return found | (dict.fromkeys(CONSENTS, "consents") if "consents" in found else {})


def _accepted(table: str) -> set[str]:
    return set(_on_wire(WIRES[table].accepts))


def _given(table: str) -> set[str]:
    return set(_on_wire(WIRES[table].gives))


def _in_contract(table: str) -> set[str]:
    name = WIRES[table].gives.__name__.removesuffix("Out")
    named = {json: field for field, json in _on_wire(WIRES[table].gives).items()}
    return {named[json] for json in COMPONENTS[name]["properties"]} | (CONSENTS if table == "mandates" else set())


def _of_columns(table: str, told: Callable[[str, str], bool]) -> set[str]:
    """Return the fields whose columns in the register folder are told of, by the table's name there and theirs."""
    of_file = OF_FILES[table]
    columns = [column for column in of_file.columns if told(of_file.name, column.name)]
    ends = {"valid.since": "valid_from", "valid.until": "valid_until"}
    return {ends.get(name, name.partition(".")[0]) for column in columns for name in column.fields}


def _asked_on_import(file: str, column: str) -> bool:
    return column in import_labels.COLUMNS.get(file, {}) or column in import_labels.COLUMNS[""]


def _known_by_heading(file: str, column: str) -> bool:
    return bool(words_of(file, column)[1])


def _in_form(table: str) -> set[str]:
    if table == "mandates":
        asked = set(re.findall(r'p ~ "(\w+)', BODY_OF_FORM.read_text(encoding="utf-8")))
        asked = {"holder" if name == "seats" else name for name in asked} | {"number", "instrument"}  # of the page
        asked |= {one.name for one in MORE_OF_MANDATES}
    else:
        asked = {one.name for one in KINDS[table.replace("_", "-")].asked}
    accepted = _on_wire(WIRES[table].accepts)
    of_consents = {"no_superior": "noSuperior", "consent_statute": "consentStatute"} if table == "mandates" else {}
    return {field for field, json in (accepted | of_consents).items() if json in asked}


SAID: dict[str, Any] = {
    **dict.fromkeys(("kinds", "suspensions"), ()),
    **dict.fromkeys(("max_amount", "above_amount"), Decimal(1)),
    "nature": Nature.DECISION,
    "disclosure": Disclosure.PUBLIC,
    "trigger": Trigger.ALWAYS,
    "vat": Vat.EXCL,
}
"""What fields say that are written by what they say; any other says nothing in particular."""


class _Read:
    """A fact that keeps which of its fields were read."""

    def __init__(self, table: str) -> None:
        self._fields, self.read = _names(table), set[str]()

    def __getattr__(self, name: str) -> Any:
        self.read |= PERIOD if name == "valid" else {name} & self._fields
        if name not in (*self._fields, "valid", "is_suspended"):
            raise AttributeError(name)
        return SAID[name] if name in SAID else MagicMock(since=None, until=None)


def _told(table: str, *, in_rows: bool) -> set[str]:
    """Return what is told of an entry: in a row of a file with a list of such, or else on its sheet."""
    fact, look = _Read(table), MagicMock()
    stored: Any = SimpleNamespace(entry=SimpleNamespace(fact=fact, id=None), standing=None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(desk_facts, "named", str)
        patched.setattr(list_columns, "named", str)
        patched.setattr(entry_values, "url_for", MagicMock())
        if in_rows:
            shown = [column.show(stored, look) for column in columns_of(table)]
        else:
            shown = [*facts_of(table, stored, look), title_of(table, stored, look)]
    assert shown
    return fact.read | ({"title_nl", "title_en"} if look.names.decision_type.called else set())


PLACES: dict[str, Callable[[str], set[str]]] = {
    "the model and the migration": lambda table: set(STORED[table].c.keys()),
    "what the API accepts": _accepted,
    "what the API gives": _given,
    "the contract": _in_contract,
    "the register folder": lambda table: _of_columns(table, lambda *_: True),
    "the notes of templates": lambda table: _of_columns(table, lambda file, name: name in EXPLANATIONS[file]),
    "the questions of an import": lambda table: _of_columns(table, _asked_on_import),
    "the headings of other spreadsheets": lambda table: _of_columns(table, _known_by_heading),
    "the labels of what changes": lambda table: set(LABELS[table]),
    "the form": _in_form,
    "the sheet": lambda table: _told(table, in_rows=table not in SAYS),
    "the file of a list": lambda table: _told(table, in_rows=True),
}

LEFT_OUT: dict[str, dict[str, set[str]]] = {
    # An import makes no register, and says nothing of agreements.
    "the register folder": {"organisations": {"four_eyes"}, "mandates": FATE},
    "the notes of templates": {"organisations": {"four_eyes"}, "mandates": FATE},
    "the questions of an import": {"mandates": FATE},
    "the headings of other spreadsheets": {"mandates": CONSENTS | FATE},
    # Events say what happens to an entry, and when it counts.
    "what the API accepts": {"decision_types": PERIOD, "employees": {"suspensions"}, "mandates": FATE},
    "what the API gives": {"decision_types": PERIOD, "mandates": FATE},
    "the contract": {"decision_types": PERIOD, "mandates": FATE},
    "the form": {
        "decision_types": PERIOD,
        "employees": {"suspensions"},
        "mandates": FATE | {"holder_consent", "superior_consent"},
    },
    # Its history and the pictures beside it tell the rest; the decision that granted it has a part of its own.
    "the file of a list": {"mandates": FATE | {"holder_consent", "superior_consent"}},
    "the sheet": {
        "mandates": FATE | {"holder_consent", "superior_consent", "parent", "instrument"},
        "absences": {"employee"},
    },
}
"""What places do without, by table."""
OF_NO_TABLE = {
    "the register folder": {"agreements"},
    "the notes of templates": {"agreements"},
    "the questions of an import": {"agreements", "organisations"},
    "the headings of other spreadsheets": {"agreements", "organisations"},
    "the form": {"organisations"},
    "the sheet": {"organisations"},
    "the file of a list": FACTS.keys() - {"mandates"},
}
"""Places that have nothing of a table, or choose from it: only of mandates a file has all."""


def lacking(table: str) -> dict[str, list[str]]:
    """Return by place which fields of a table it lacks."""
    lacks = {
        place: sorted(_names(table) - has(table) - LEFT_OUT.get(place, {}).get(table, set()))
        for place, has in PLACES.items()
        if table not in OF_NO_TABLE.get(place, ())
    }
    return {place: names for place, names in lacks.items() if names}


@pytest.mark.parametrize("table", FACTS)
def test_every_place_has_every_field(table: str) -> None:
    assert lacking(table) == {}


def test_a_place_that_lacks_a_field_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SAYS, "units", (SAYS["units"][0], "name parent"))
    monkeypatch.delitem(LABELS["units"], "parent")
    monkeypatch.setitem(KINDS, "units", replace(KINDS["units"], asked=()))
    assert lacking("units") == {
        "the labels of what changes": ["parent"],
        "the form": ["code", "name", "parent"],
        "the sheet": ["parent"],
    }


def test_nothing_is_left_out_that_is_there() -> None:
    there = [
        f"{place}: {table}.{name}"
        for place, tables in LEFT_OUT.items()
        for table, names in tables.items()
        for name in sorted(names & PLACES[place](table))
    ]
    assert there == []
