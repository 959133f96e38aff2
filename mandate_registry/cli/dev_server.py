"""The server behind `dev`, started as `python -m mandate_registry.cli.dev_server PORT`.

This module imports nothing else of the registry but where its files are. The site is imported on the first request,
so that the debugger can show an error in any module, and the reloader keeps running.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import run_simple
from werkzeug.utils import import_string

from mandate_registry import COMMAND, PACKAGE, ROOT

WEB = PACKAGE / "web"


class LazyApplication:
    """A WSGI application that is built on the first request. If that fails, the next request tries again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._turn = Lock()
        self._built: WSGIApplication | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Build the application if needed, and pass the request to it."""
        with self._turn:
            if self._built is None:
                self._built = import_string(self._name)()
        return self._built(environ, start_response)


def watched() -> Iterator[Path]:
    """Yield the files to watch besides Python modules: those that the site reads once and keeps."""
    yield ROOT / "openapi.yaml"
    yield PACKAGE / "field_words.yaml"
    for folder in (PACKAGE / "terms", WEB / "templates", WEB / "translations"):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def main() -> None:
    """Serve until stopped. The address is fixed: anybody who can reach the debugger can run code."""
    if os.environ.get("MANDATES_DEMO") != "yes":
        sys.exit(f"mandates: only a demonstration is served with a debugger: start it with {COMMAND} dev")
    run_simple(
        "127.0.0.1",
        int(sys.argv[1]),
        LazyApplication("mandate_registry.site:debuggable"),
        use_reloader=True,
        use_debugger=True,
        extra_files=map(str, watched()),
        threaded=True,
    )


if __name__ == "__main__":
    main()
