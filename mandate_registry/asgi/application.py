"""The WSGI application as one of ASGI, which the server starts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from http import HTTPStatus
from wsgiref.types import WSGIApplication, WSGIEnvironment

from mandate_registry.asgi import Application, Receive, Scope, Send
from mandate_registry.asgi.answers import Answer, answer
from mandate_registry.asgi.bodies import Bodies, Body, ClientDisconnected
from mandate_registry.asgi.environ import environ_of
from mandate_registry.asgi.pace import TransferDeadline
from mandate_registry.asgi.threads import Threads, ThreadsBusy
from mandate_registry.asgi.unread_bodies import _SOON_IS_KEPT


class AsgiApplication:
    """Lets a WSGI application answer in a thread."""

    def __init__(self, app: WSGIApplication, threads: Threads, apart: Collection[bytes]) -> None:
        """Answer in these threads; the paths `apart` and refusals have one each."""
        self._app, self._threads = app, threads
        self._of_path = {path: Threads(1) for path in apart}
        self._refusing = Threads(1)

    async def answer(self, scope: Scope, body: Body) -> Answer:
        """Answer a request. Raises ThreadsBusy when no thread is to be had."""
        threads = self._of_path.get(scope["raw_path"], self._threads)
        return await threads.run(answer, self._app, environ_of(scope, body))

    async def refuse(self, scope: Scope) -> Answer:
        """Answer that no thread was to be had."""
        refused = Body(refused=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            return await self._refusing.run(answer, self._app, environ_of(scope, refused))
        except ThreadsBusy:
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"%d" % _SOON_IS_KEPT)])


def served(
    app: WSGIApplication,
    *,
    threads: Threads,
    most: int,
    credential_of: Callable[[WSGIEnvironment], str | None],
    apart: Collection[bytes] = (),
    pace: TransferDeadline | None = None,
) -> Application:
    """Return the application for an ASGI server, which works on as many requests at once as there are threads.

    `most` is the size of the largest body; `credential_of` returns the credential of a known caller. The paths `apart`
    have a thread each, so that nobody else keeps them from an answer; so has whoever is refused because all are taken.
    """
    pace, answering = pace or TransferDeadline(), AsgiApplication(app, threads, apart)

    async def credential(scope: Scope) -> str | None:
        return await threads.run(credential_of, environ_of(scope, Body()))

    bodies = Bodies(most, credential, pace)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with bodies.received(scope, receive) as body:
                made = await answering.answer(scope, body)
        except ClientDisconnected:
            return
        except ThreadsBusy:
            made = await answering.refuse(scope)
        with made.body:
            await made.send(send, pace)

    return serve
