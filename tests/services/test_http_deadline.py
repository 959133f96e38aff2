"""Another server that answers drop by drop is not waited for: each drop comes in time, all of them together do not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from mandate_registry.errors import Unavailable
from mandate_registry.services.identity import oidc_client
from mandate_registry.services.issuers import issuer_keys
from mandate_registry.services.issuers.issuer_keys import UNREACHABLE, Keyring
from mandate_registry.services.issuers.login_settings import LoginSettings
from tests.support.issuer import Invented, invented
from tests.support.waiting import OFTEN

pytestmark = pytest.mark.slow

LOGIN = LoginSettings(code="town", client_id="pages", name={"nl": "x", "en": "x"})
HEADER = b"HTTP/1.1 200 OK\r\nX-Drops: "
BODY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
BODY_WITHOUT_END = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


@contextmanager
def dripping(opening: bytes) -> Iterator[str]:
    """Run a server that begins an answer and never ends it; returns its address."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):  # who asked has waited long enough
                connection.sendall(opening)
                while not over.wait(OFTEN):
                    connection.sendall(b"1")

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()
        thread.join()


@pytest.fixture
def issuer() -> Iterator[Invented]:
    with invented() as running:
        yield running


def _keys(issuer: Invented, address: str) -> None:
    issuer_keys.fetch_keys(issuer.trusted(jwks_uri=address))


def _claims(_: Invented, address: str) -> None:
    issuer_keys.fetch_claims(address, "token")


def _tokens(issuer: Invented, address: str) -> None:
    trusted = issuer.lets_in(LOGIN)
    issuer.pages["/.well-known/openid-configuration"][1]["token_endpoint"] = address
    oidc_client.exchange(Keyring(trusted), LOGIN, "http://127.0.0.1/callback", "code", "verifier")


@pytest.mark.parametrize("opening", [HEADER, BODY, BODY_WITHOUT_END])
@pytest.mark.parametrize("call", [_keys, _claims, _tokens])
def test_a_server_that_answers_drop_by_drop_is_not_waited_for(
    issuer: Invented, monkeypatch: pytest.MonkeyPatch, call: Callable[[Invented, str], None], opening: bytes
) -> None:
    for module in (issuer_keys, oidc_client):
        monkeypatch.setattr(module, "TIMEOUT", 10 * OFTEN)
    with dripping(opening) as address, pytest.raises((*UNREACHABLE, Unavailable)):
        call(issuer, address)
