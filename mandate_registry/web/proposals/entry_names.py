"""How entries of a change are called by people: by name or title, and by their key where nothing else is known."""

from __future__ import annotations

from mandate_registry.web.language import gettext as _
from mandate_registry.web.register_names import TITLES, RegisterNames
from mandate_registry.web.terms import ENTRIES

BETWEEN = " / "
"""Stands in the key of an entry between the parts that it is made of."""


def entry_named(table: str, key: str, names: RegisterNames | None) -> str:
    """Return how an entry is called; by its key alone without names."""
    if table == "mandates":
        return key
    if names is not None and table == "employees":
        return person_named(key, names)
    if names is not None and table == "appointments":
        number, _between, position = key.partition(BETWEEN)
        title = names.title("positions", position)
        return _("%(person)s as %(position)s", person=person_named(number, names), position=title)
    if names is not None and table == "decision_types":
        return f"“{names.title(table, key)}”"
    is_titled = names is not None and table in TITLES
    title = names.title(table, key) if names is not None and is_titled else key
    return f"{ENTRIES[table]} {title}"


def person_named(number: str, names: RegisterNames) -> str:
    """Return the name of an employee with the number, or the number alone."""
    name = names.title("employees", number)
    return f"{name} ({number})" if name != number else number
