"""What a WSGI server starts: the API and the pages on one address, neither of which knows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.app import create_app
from mandate_registry import bootstrap, config
from mandate_registry.errors import Unsafe
from mandate_registry.services.keys import must_be_no_demonstration
from mandate_registry.services.proving.signing_keys import must_have_keys
from mandate_registry.web.app import create_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from mandate_registry.services.installation import Installation

API = ("/v1", "/.well-known/", "/healthz", "/readyz")
"""How the addresses of the API begin; every other one is a page's, or leads nowhere, which a page says."""


def application() -> WSGIApplication:
    """Build the site from the environment; Unsafe when that is not safe to start with."""
    return site(_installation())


def debuggable() -> WSGIApplication:
    """Build the site for `./mandates dev`, which has a debugger. Raises Unsafe unless this is a demonstration."""
    installation = _installation()
    if not installation.settings.demo:
        raise Unsafe("only a demonstration is served with a debugger")
    return site(installation, propagates=True)


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
        served = api if environ.get("PATH_INFO", "").startswith(API) else pages
        return served(environ, start_response)

    return serve


def _installation() -> Installation:
    installation = bootstrap.build(config.from_environment())
    must_be_no_demonstration(installation)
    must_have_keys(installation)
    return installation
