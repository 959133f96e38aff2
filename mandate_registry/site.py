"""What a WSGI server starts: the API and the pages on one address, neither of which knows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.app import create_app
from mandate_registry import bootstrap, config
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
    installation = bootstrap.build(config.from_environment())
    must_be_no_demonstration(installation)
    must_have_keys(installation)
    return site(installation)


def site(installation: Installation) -> WSGIApplication:
    """Build the site that serves an installation."""
    api, pages = create_app(installation), create_pages(installation)

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        served = api if environ.get("PATH_INFO", "").startswith(API) else pages
        return served(environ, start_response)

    return serve
