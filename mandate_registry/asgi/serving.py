"""The WSGI application as one of ASGI, which the server starts."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from mandate_registry.asgi.answers import answer
from mandate_registry.asgi.bodies import Bodies, Body, Gone
from mandate_registry.asgi.environ import environ_of
from mandate_registry.asgi.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from mandate_registry.asgi import Application, Receive, Scope, Send


def served(
    app: WSGIApplication,
    *,
    threads: int,
    most: int,
    credential_of: Callable[[WSGIEnvironment], str | None],
    pace: Pace | None = None,
) -> Application:
    """Return the application for an ASGI server, which works on as many requests at once as there are threads.

    `most` is the size of the largest body; `credential_of` returns the credential of a known caller.
    """
    pool, pace = ThreadPoolExecutor(threads, "request"), pace or Pace()

    async def credential(scope: Scope) -> str | None:
        return await asyncio.get_running_loop().run_in_executor(pool, credential_of, environ_of(scope, Body()))

    bodies = Bodies(most, credential, pace)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with bodies.received(scope, receive) as body:
                loop = asyncio.get_running_loop()
                made = await loop.run_in_executor(pool, answer, app, environ_of(scope, body))
        except Gone:
            return
        with made.body:
            await made.send(send, pace)

    return serve
