"""What the server and the application agree on about a body that was not read."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import HTTPException, RequestTimeout, ServiceUnavailable, TooManyRequests
from werkzeug.wsgi import get_input_stream

SMALL = 65_536
"""How many bytes anybody may send; only a known caller may send more."""

REFUSED = "mandate_registry.refused"
"""Where a WSGI environment says with which status a request is refused."""

_SOON_IS_KEPT = 5


def refuse(environ: WSGIEnvironment) -> None:
    """Raise the error with which a request is refused whose body was not read."""
    if status := environ.get(REFUSED):
        error = _ERRORS[status]()
        raise error


def read_first(app: WSGIApplication) -> WSGIApplication:
    """Return the application for a WSGI server that cuts off who still sends a body that was not read."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        content = get_input_stream(environ).read()
        environ |= {"wsgi.input": BytesIO(content), "CONTENT_LENGTH": str(len(content))}
        return app(environ, start_response)

    return serve


def _late() -> HTTPException:
    return RequestTimeout("The body of this request did not come in time.")


def _own() -> HTTPException:
    return TooManyRequests(
        "Too many large bodies of yours are under way: send one after the other.", retry_after=_SOON_IS_KEPT
    )


def _all() -> HTTPException:
    return ServiceUnavailable("Too much is under way: try again soon.", retry_after=_SOON_IS_KEPT)


_ERRORS = {
    HTTPStatus.REQUEST_TIMEOUT: _late,
    HTTPStatus.TOO_MANY_REQUESTS: _own,
    HTTPStatus.SERVICE_UNAVAILABLE: _all,
}
