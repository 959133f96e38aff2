"""A role without the right to an operation is refused before its query or body is read.

The contract names the right (`x-right`), and that of who does it with what is his own (`x-own-right`). How far a right
reaches is for the services to say: they know whose data it is.
"""

from __future__ import annotations

import re

from flask import Flask, g, request

from mandate_registry.contract_file import description
from mandate_registry.errors import Forbidden
from mandate_registry.services.permissions import Right

_NAMED = re.compile(r"\{[^}]*\}|<[^>]*>")
"""A part of an address that differs, as the contract and the routes write it."""


def install(app: Flask, prefix: str) -> None:
    """Refuse, before each request to `app`, a known caller without the right that the contract names: Forbidden (403).

    `prefix` is what the addresses of the operations begin with, such as `/v1`. What names no right is left to its view.
    """
    rights = {
        (prefix + _NAMED.sub("*", path), method.upper()): tuple(map(Right, _named(operation)))
        for path, item in description()["paths"].items()
        for method, operation in item.items()
        if "x-right" in operation
    }
    app.before_request(lambda: _must_have(rights))


def _named(operation: dict[str, str]) -> list[str]:
    return [operation[name] for name in ("x-right", "x-own-right") if name in operation]


def _must_have(rights: dict[tuple[str, str], tuple[Right, ...]]) -> None:
    if "caller" not in g:
        return
    method = "GET" if request.method == "HEAD" else request.method
    wanted = rights.get((_NAMED.sub("*", str(request.url_rule)), method), ())
    if wanted and not any(map(g.caller.has, wanted)):
        raise Forbidden(f"This caller has no right to {' or '.join(wanted)}, in any register.")
