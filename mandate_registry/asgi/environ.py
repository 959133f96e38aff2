"""The WSGI environment of a request (PEP 3333)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import BytesIO
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from mandate_registry.asgi import Scope
from mandate_registry.asgi.bodies import Body
from mandate_registry.asgi.unread_bodies import REFUSED

CONTENT = {b"content-type": "CONTENT_TYPE"}
"""Headers whose names have no HTTP_ before them."""

OF_THE_CONNECTION = (b"content-length", b"transfer-encoding")
"""Headers that say how long a body is: it is there, and its length is known."""


def environ_of(scope: Scope, body: Body) -> WSGIEnvironment:
    """Return the environment of a request whose body is there."""
    host, port = scope.get("server") or ("localhost", 80)
    address, _ = scope.get("client") or ("", 0)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body.content),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        REFUSED: body.refused,
    }
    _add_headers(environ, scope["headers"])
    if body.length is not None:
        environ["CONTENT_LENGTH"] = str(body.length)
    return environ


def _add_headers(environ: WSGIEnvironment, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Add the headers but those with an underscore, which would pass for others that a proxy vouches for."""
    for name, value in headers:
        if name in OF_THE_CONNECTION or b"_" in name:
            continue
        key = CONTENT.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        separator = "; " if name == b"cookie" else ","
        environ[key] = f"{environ[key]}{separator}{text}" if key in environ else text
