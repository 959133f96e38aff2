"""What a WSGI server starts: the API and the pages on one address, neither of which knows the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from api.app import create_app
from api.auth import known_caller
from mandate_registry import bootstrap, config
from mandate_registry.asgi import Application
from mandate_registry.asgi.application import served
from mandate_registry.asgi.parent import end_with_parent
from mandate_registry.asgi.threads import Threads
from mandate_registry.asgi.unread_bodies import read_first
from mandate_registry.errors import Unsafe
from mandate_registry.garbage import collect_seldom
from mandate_registry.services.identity.api_keys import must_be_no_demonstration
from mandate_registry.services.incidents import to_standard_error
from mandate_registry.services.installation import Installation
from mandate_registry.services.proof.signing_keys import must_have_keys
from mandate_registry.web.access import signed_in
from mandate_registry.web.app import create_pages
from models.session import OF_A_REQUEST

API = ("/v1", "/.well-known/", "/healthz", "/readyz")
"""How the addresses of the API begin; every other one is a page's, or leads nowhere, which a page says."""

KEEPERS = (b"/healthz", b"/readyz")
"""What the keepers of the service ask: each is answered whatever else is under way."""

THREADS = 16
"""How many requests are worked on at once: each takes a connection. A large one leaves room for others."""


TURN = 0.0005
"""For how many seconds one thread works on while another waits: a check takes many turns beside a large call."""


def application() -> WSGIApplication:
    """Build the site from the environment; Unsafe when that is not safe to start with."""
    return site(_installation())


def asgi_application(around: Callable[[WSGIApplication], WSGIApplication] | None = None) -> Application:
    """Build the site as `serve` starts it; `around` puts the WSGI application into another."""
    end_with_parent()
    installation = _installation()
    api, pages = create_app(installation), create_pages(installation)
    whole = on_one_address(api, pages)

    def credential_of(environ: WSGIEnvironment) -> str | None:
        return known_caller(api, environ) if _is_of_api(environ) else signed_in(pages, environ)

    collect_seldom()
    return served(
        around(whole) if around else whole,
        threads=Threads(THREADS),
        most=installation.settings.max_body,
        credential_of=credential_of,
        apart=KEEPERS,
    )


def debuggable() -> WSGIApplication:
    """Build the site for `./mandates dev`, which has a debugger. Raises Unsafe unless this is a demonstration."""
    installation = _installation()
    if not installation.settings.demo:
        raise Unsafe("only a demonstration is served with a debugger")
    return read_first(site(installation, propagates=True))


def site(installation: Installation, *, propagates: bool = False) -> WSGIApplication:
    """Build the site that serves an installation.

    With `propagates`, unexpected errors are raised to the WSGI server instead of being turned into a response.
    """
    api, pages = create_app(installation), create_pages(installation)
    for app in (api, pages):
        app.config["PROPAGATE_EXCEPTIONS"] = propagates
    return on_one_address(api, pages)


def on_one_address(api: WSGIApplication, pages: WSGIApplication) -> WSGIApplication:
    """Return what serves both: the API at its addresses, and the pages at every other."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return (api if _is_of_api(environ) else pages)(environ, start_response)

    return serve


def _is_of_api(environ: WSGIEnvironment) -> bool:
    return bool(environ.get("PATH_INFO", "").startswith(API))


def _installation() -> Installation:
    to_standard_error()
    sys.setswitchinterval(TURN)
    installation = bootstrap.build(config.from_environment(), longest=OF_A_REQUEST)
    must_be_no_demonstration(installation)
    must_have_keys(installation)
    return installation
