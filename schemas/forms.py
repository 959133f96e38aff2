"""What a form in a page says, as the JSON that a schema loads: names are paths such as `employees.0.number`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.notation import AMOUNT
from mandate_registry.rules.plain_data import ALL
from schemas.base import Listed, Nested, Schema, ready
from schemas.questions import AllOrSome
from schemas.values import Count, Digits, Flag, Written

MAX_DEPTH = 6
TRUE = "true"
_THOUSANDS = re.compile(r"[.,](?=[0-9]{3}(?![0-9]))")


def tidied(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what was left empty, and number the items of every list anew; InvalidInput when a name cannot be."""
    return list(_flat("", _tree(given)))


def as_json(schema: type[Schema], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return what a tidied form says; what is no value of its field is left as it is, for the schema to refuse."""
    return _object(schema, _tree(given))


def as_form(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and texts with which a form says the same as JSON: a list of words repeats its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from as_form(inner, f"{name}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from as_form(inner, f"{name}.{place}" if isinstance(inner, dict) else name)
    elif value is not None and value is not False:
        yield name, TRUE if value is True else str(value)


def _tree(given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Lay out names as paths; at the end of each are its texts."""
    root: dict[str, Any] = {}
    for name, text in given:
        if not text.strip():
            continue
        *path, last = name.split(".")
        node: Any = root
        for key in path[:MAX_DEPTH]:
            node = node.setdefault(key, {}) if isinstance(node, dict) else None
        texts = node.setdefault(last, []) if isinstance(node, dict) else None
        if not isinstance(texts, list) or len(path) > MAX_DEPTH:
            raise InvalidInput(FieldError(name, "unknown_field", "is not a field of this form"))
        texts.append(text.strip())
    return root


def _flat(name: str, node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        yield from ((name, text) for text in node)
        return
    for key, inner in _items(node):
        yield from _flat(f"{name}.{key}".lstrip("."), inner)


def _items(node: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    if node and all(key.isascii() and key.isdigit() for key in node):
        in_order = sorted(node, key=lambda key: (len(key), key))
        return [(str(place), node[key]) for place, key in enumerate(in_order)]
    return node.items()


def _object(schema: Any, node: Mapping[str, Any]) -> dict[str, Any]:
    fields = (ready(schema) if isinstance(schema, type) else schema).fields.values()
    by_name = {field.data_key or field.name: field for field in fields}
    return {key: _value(by_name.get(key), inner) for key, inner in node.items()}


def _value(field: Any, node: Any) -> Any:
    if isinstance(field, Nested) and isinstance(node, dict):
        return _object(field.schema, node)
    if isinstance(field, Listed):
        items = node if isinstance(node, list) else [inner for _, inner in _items(node)]
        return [_value(field.inner, [item] if isinstance(item, str) else item) for item in items]
    if isinstance(field, AllOrSome):
        items = node if isinstance(node, list) else [text for _, texts in _items(node) for text in texts]
        return ALL if items == [ALL] else items
    if isinstance(node, list) and len(node) == 1:
        return _typed(field, node[0])
    return node


def _typed(field: Any, text: str) -> Any:
    if isinstance(field, Flag):
        return text == TRUE
    if isinstance(field, Count) and not isinstance(field, Digits) and text.isascii() and text.isdigit():
        return int(text)
    if isinstance(field, Written) and field.pattern is AMOUNT:
        return _amount(text)
    return text


def _amount(text: str) -> str:
    """Read an amount as people write it: `€ 80.000`, `80,000.50`, `1250,5`. No amount has a third decimal."""
    plain = text.lstrip("€").translate(dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}")))
    return _THOUSANDS.sub("", plain).replace(",", ".")
