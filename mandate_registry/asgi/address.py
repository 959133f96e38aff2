"""The address of this installation is that of its settings, whatever a request says that it asked (`Host`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HOST = "mandate_registry.host"
"""Where a WSGI environment says which host the request named."""


def at_public_address(app: WSGIApplication, public_url: Callable[[], str]) -> WSGIApplication:
    """Return an application in which every address that is made begins with the public one."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        public = urlsplit(public_url())
        named = {HOST: environ.get("HTTP_HOST", ""), "HTTP_HOST": public.netloc, "wsgi.url_scheme": public.scheme}
        return app(environ | named, start_response)

    return serve
