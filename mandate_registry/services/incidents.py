"""The log event of a request that got no answer: what was lacking, and where. Never what the request says."""

from __future__ import annotations

import sys
import traceback

import structlog

from mandate_registry.errors import Unavailable

log = structlog.get_logger()
UNFORESEEN = "unforeseen error"


def note(error: Exception, route: object, request_id: str) -> None:
    """Log one event for an error that is answered with 503 or 500.

    It has the classes of the error and of its cause, the code that the database gave, where in the code it happened,
    the template of the route and the id of the request; no message, which may name somebody.
    """
    cause = _first(error)
    log.error(
        error.lack.value if isinstance(error, Unavailable) else UNFORESEEN,
        error=type(error).__name__,
        cause=type(cause).__name__,
        code=getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None),
        frames=[f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)],
        route=str(route),
        request_id=request_id,
    )


def to_standard_error() -> None:
    """Write log events as lines of JSON on standard error: what a command prints on standard output is its answer."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _first(error: BaseException) -> BaseException:
    """Return what an error was caused by in the first place."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
