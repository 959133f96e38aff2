"""The application behind a real server, on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler, make_server

from mandate_registry.asgi.unread_bodies import read_first


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, *_: object) -> None:
        pass


@contextmanager
def served(app: WSGIApplication) -> Iterator[int]:
    """Serve the application until the end of the block; returns the port."""
    server = make_server("127.0.0.1", 0, read_first(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # how long it may take to see that it is over
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
