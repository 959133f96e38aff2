"""Who is calling. A view is closed to anybody unknown, unless it is marked public."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from flask import current_app, g, request

from api.context import installation
from api.tracing import trace
from mandate_registry.errors import Unauthenticated
from mandate_registry.services import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    V = TypeVar("V", bound=Callable[..., object])

_PUBLIC = "is_public"


def public(view: V) -> V:
    """Open a view to everybody."""
    setattr(view, _PUBLIC, True)
    return view


def identify() -> None:
    """Find out who is calling, before anything else; Unauthenticated when a closed view has no known caller."""
    if request.endpoint is None or getattr(current_app.view_functions[request.endpoint], _PUBLIC, False):
        return
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        raise Unauthenticated("Send your key: Authorization: Bearer KEY.")
    g.caller = replace(keys.authenticate(installation(), given.token), trace=trace())
