"""A form: what was typed into it, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from flask import Response, request

from mandate_registry.errors import Conflict, FieldError, Forbidden, InvalidInput
from mandate_registry.web.context import page
from mandate_registry.web.field_errors import in_words
from schemas.base import Schema
from schemas.forms import as_form, as_json, tidied
from schemas.load import load, named_as_in

MAX_FIELDS = 20_000
"""How many fields a form may have: more costs more to read than to send."""


class Form:
    """A form as it was sent, or else with the `values` (JSON) with which it begins.

    Its fields are named by the paths of the wire format: `employees.0.number`. `errors` is what is wrong with it.
    """

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """Read what was sent, if anything was."""
        self.is_sent = request.method == "POST"
        self.errors: list[FieldError] = []
        given = request.form.items(multi=True) if self.is_sent else as_form(values or {})
        if self.is_sent and sum(map(len, request.form.listvalues())) > MAX_FIELDS:
            raise InvalidInput(FieldError("", "too_many", f"the form has more than {MAX_FIELDS} fields"))
        self._given = tidied((name, text) for name, text in given if not name.startswith("_"))

    @property
    def is_good(self) -> bool:
        """Return whether nothing is known to be wrong with it."""
        return not self.errors

    def value(self, name: str) -> str:
        """Return what stands in a field; empty for nothing."""
        return next(iter(self.values(name)), "")

    def values(self, name: str) -> list[str]:
        """Return all that was chosen in a field of many."""
        return [text for given, text in self._given if given == name]

    def count(self, name: str) -> int:
        """Return how many items of a list of objects were filled in."""
        of_list = (given[len(name) + 1 :].partition(".")[0] for given, _ in self._given if given.startswith(f"{name}."))
        return 1 + max((int(place) for place in of_list if place.isdigit()), default=-1)

    def offered(self, within: str = "") -> set[str]:
        """Return the fields that the form that was sent has, filled in or not, by their names `within` an object."""
        own = (name.removeprefix(within) for name in request.form if name.startswith(within))
        return {name.partition(".")[0] for name in own}

    def error(self, name: str) -> str | None:
        """Return what is wrong with a field or within it; None if nothing."""
        found = (error for error in self.errors if error.field == name or error.field.startswith(f"{name}."))
        return next(map(in_words, found), None)

    def filled(self, *paths: str) -> list[tuple[str, str]]:
        """Return the filled-in values at these paths (`except.code`: in every item of the list), by field name."""
        return [(name, text) for name, text in self._given if _path(name) in paths]

    def load(self, schema: type[Schema], meant: Mapping[str, str] | None = None, **otherwise: Any) -> Any:
        """Load it as JSON; InvalidInput names every field.

        `meant` has by field what is read for what was typed, and `otherwise` goes before both, by JSON's names.
        """
        read = [(name, (meant or {}).get(name, text)) for name, text in self._given]
        return load(schema, as_json(schema, read) | otherwise)

    @contextmanager
    def errors_of(
        self, schema: type[Schema] | None = None, within: str = "", beside: Collection[str] = ()
    ) -> Iterator[None]:
        """Collect the errors raised within the block, the first of each field, to show the form again.

        Schemas and services say what; the fields of services are named as those of a schema, as `named_as_in` does.
        """
        try:
            if schema is None:
                yield
            else:
                with named_as_in(schema, within, beside):
                    yield
        except (InvalidInput, Conflict, Forbidden) as error:
            known = {one.field for one in self.errors if one.field}
            found = error.errors or (FieldError("", "refused", str(error)),)
            self.errors += [one for one in found if one.field not in known]

    def page(self, template: str, **values: Any) -> Response:
        """Show the page with this form; one with errors is no success (400)."""
        return page(template, HTTPStatus.BAD_REQUEST if self.errors else HTTPStatus.OK, form=self, **values)


def _path(name: str) -> str:
    """Return the path of a field, without its places in lists."""
    return ".".join(part for part in name.split(".") if not part.isdigit())
