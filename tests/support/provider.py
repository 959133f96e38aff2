"""A real issuer of tokens, oidc-provider from npm, as `tests/tools/provider.mjs` sets it up."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.support.issuer import without_haste
from tests.support.npm import TOOLS
from tests.support.waiting import PATIENCE

SECRET = "only-of-this-test"  # noqa: S105 - the provider lives for one test run, on this machine
PROVEN = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Provider:
    """Gives tokens to its clients, each of whom proves in its own way who it is."""

    def __init__(self, url: str, assertion_key: ECKey) -> None:
        self.url = url
        self.assertion_key = assertion_key

    def token(self, client: str, scope: str, certificate: bytes | None = None) -> str:
        """Return an access token for the registry, by client credentials (RFC 6749, 4.4)."""
        form = {"grant_type": "client_credentials", "scope": scope}
        sent: dict[str, Any] = {"headers": client_cert(certificate) if certificate else {}, "timeout": PATIENCE}
        if client == "assertion":
            form |= {"client_assertion_type": PROVEN, "client_assertion": self._assertion(client)}
        else:
            sent["auth"] = (client, SECRET)
        answer = httpx.post(f"{self.url}/token", data=form, **sent)
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def sign_in(self, address: str, person: str) -> str:
        """Sign a person in at an address, as his browser would, and return the address to which that leads back."""
        stay_here = {"response": [_stay_here(self.url)]}
        with httpx.Client(follow_redirects=True, event_hooks=stay_here, timeout=PATIENCE) as browser:
            page = browser.get(address)
            while page.is_success:
                found = re.search(r'action="([^"]+)"', page.text)
                prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
                assert found, page.text
                assert prompt, page.text
                page = browser.post(found[1], data={"prompt": prompt[1], "login": person, "password": "x"})
            return page.headers["Left-To"]

    def rotate(self) -> None:
        """Sign with a new key from now on. The previous key stays published, the one before that does not."""
        httpx.post(f"{self.url}/rotate", timeout=PATIENCE).raise_for_status()

    def _assertion(self, client: str) -> str:
        moment = int(time.time())
        claims: dict[str, Any] = {"iss": client, "sub": client, "aud": self.url, "jti": str(uuid4())}
        times = {"iat": moment, "exp": moment + 300}
        return jwt.encode({"alg": "ES256"}, claims | times, self.assertion_key, algorithms=["ES256"])


def client_cert(certificate: bytes) -> dict[str, str]:
    """Return the header in which a TLS proxy hands over the certificate (DER) of a client (RFC 9440)."""
    return {"Client-Cert": f":{base64.b64encode(certificate).decode()}:"}


def _stay_here(url: str) -> Callable[[httpx.Response], None]:
    """Make a redirect to anywhere else an end, which says where it led."""

    def hold(response: httpx.Response) -> None:
        there = response.headers.get("Location", "")
        if response.is_redirect and not there.startswith(("/", url)):
            response.status_code = 404
            response.headers["Left-To"] = there

    return hold


@contextmanager
def provider(
    audience: str,
    people: Mapping[str, Mapping[str, Any]] | None = None,
    callbacks: Sequence[str] = (),
    afterwards: Sequence[str] = (),
) -> Iterator[Provider]:
    """Run the provider, with tokens for this audience, until the end of the block; its tools are installed.

    `people` are those who can sign in there, with what it says of each, to come back to one of the `callbacks`.
    """
    key = ECKey.generate_key("P-256")
    settings = {
        "audience": audience,
        "assertionKey": key.as_dict(private=False) | {"use": "sig", "alg": "ES256"},
        "people": people or {},
        "callbacks": callbacks,
        "afterwards": afterwards,
    }
    command = ["node", "provider.mjs", json.dumps(settings)]
    with without_haste(), subprocess.Popen(command, cwd=TOOLS, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield Provider(process.stdout.readline().strip(), key)
        finally:
            process.terminate()
