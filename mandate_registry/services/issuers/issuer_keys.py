"""The keys of an issuer of tokens, and what it says of itself: fetched when needed, kept for a while, never guessed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, RSAKey

from mandate_registry.config import is_safe_address
from mandate_registry.errors import Lack, Unavailable
from mandate_registry.services.issuers.http_deadline import ending_in, trusted
from mandate_registry.services.issuers.issuer_settings import Issuer

CACHE_SECONDS = 600
"""For how many seconds keys are used that were fetched: as long lives one that the issuer withdrew."""

RETRY_SECONDS = 30
"""How many seconds pass between two fetches, whatever tokens come in between."""

TIMEOUT = 5
MAX_RESPONSE_BYTES = 256 * 1024
"""How long may be waited for an issuer in seconds, and how large may be what it sends in bytes."""

SMALLEST_RSA = 2048
KINDS = ("RSA", "EC", "OKP")
"""The kinds of public keys (RFC 7518, RFC 8037), and the bits that one of RSA has at least (NIST SP 800-131A)."""

UNREACHABLE = (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError, OSError)
"""What it comes to when an issuer does not answer, or not with what it should; or the authorities cannot be read."""

log = structlog.get_logger()


class Keyring:
    """The public keys of an issuer, by their ids, and what it says of itself."""

    def __init__(self, issuer: Issuer) -> None:
        self.issuer = issuer
        self._keys: Mapping[str, Key] = {}
        self._fetched_at = self._tried_at = float("-inf")
        self._metadata: Mapping[str, Any] = {}
        self._described_at = float("-inf")
        self._turn = Lock()

    def find(self, kid: str) -> Key | None:
        """Return the key with this id; None when the issuer has none. Unavailable when its keys cannot be had.

        An id that is not known may be a new one: the keys are then fetched, if they were not a moment ago.
        """
        if found := self._kept().get(kid):
            return found
        with self._turn:
            if kid not in self._kept() and not self._within(RETRY_SECONDS, self._tried_at):
                self._fetch()
            if self._fetched_at < self._tried_at:
                raise Unavailable("The keys of the issuer cannot be had now; try again later.", Lack.ISSUER)
            return self._kept().get(kid)

    def endpoint(self, name: str) -> str | None:
        """Return an address of the issuer by its name in the metadata; None when it has none that is safe to use.

        Unavailable when the metadata cannot be had.
        """
        found = self.metadata().get(name)
        return found if isinstance(found, str) and is_safe_address(found) else None

    def metadata(self) -> Mapping[str, Any]:
        """Return what the issuer says of itself (OpenID Connect Discovery, 3); Unavailable when that cannot be had."""
        with self._turn:
            if not self._within(CACHE_SECONDS, self._described_at):
                try:
                    self._metadata = fetch_metadata(self.issuer)
                except UNREACHABLE as error:
                    log.warning(
                        "metadata of an issuer cannot be had", issuer=self.issuer.issuer, error=type(error).__name__
                    )
                    raise Unavailable("The issuer cannot be reached now; try again later.", Lack.ISSUER) from error
                self._described_at = time.time()
            return self._metadata

    def _kept(self) -> Mapping[str, Key]:
        return self._keys if self._within(CACHE_SECONDS, self._fetched_at) else {}

    @staticmethod
    def _within(seconds: float, moment: float) -> bool:
        """Return whether a moment is less than so long ago; one that lies ahead, after the clock was set, is not."""
        return 0 <= time.time() - moment < seconds

    def _fetch(self) -> None:
        """Fetch the keys; what could not be had is logged, and leaves the ones before as they were."""
        self._tried_at = time.time()
        try:
            self._keys = dict(_usable(fetch_keys(self.issuer)))
        except UNREACHABLE as error:
            log.warning("keys of an issuer cannot be had", issuer=self.issuer.issuer, error=type(error).__name__)
        else:
            self._fetched_at = self._tried_at


def fetch_keys(issuer: Issuer) -> list[Any]:
    """Fetch the JWK Set (RFC 7517) of an issuer; ValueError and HTTPError when it is none, or cannot be had in time."""
    with _client() as client:
        address = issuer.jwks_uri or _keys_of(_discover(client, issuer))
        keys = _fetch(client, address).get("keys")
    if not isinstance(keys, list):
        raise ValueError("this is no JWK Set")  # noqa: TRY004 - a wrong value that was sent
    return keys


def fetch_metadata(issuer: Issuer) -> dict[str, Any]:
    """Fetch what an issuer says of itself; UNREACHABLE when it is not what it should be, or cannot be had in time."""
    with _client() as client:
        return _discover(client, issuer)


def fetch_claims(address: str, access_token: str) -> dict[str, Any]:
    """Fetch what an issuer says of who bears an access token (OpenID Connect Core, 5.3); UNREACHABLE as above."""
    with _client(Authorization=f"Bearer {access_token}") as client:
        return _fetch(client, address)


@contextmanager
def _client(**headers: str) -> Iterator[httpx.Client]:
    """Make a client for what is done in the block, which has to be done in time."""
    plain = {"Accept-Encoding": "identity"}
    client = httpx.Client(timeout=TIMEOUT, headers=plain | headers, verify=trusted())
    with client, ending_in(client, TIMEOUT):
        yield client


def _discover(client: httpx.Client, issuer: Issuer) -> dict[str, Any]:
    """Find out what an issuer says of itself, by OpenID Connect Discovery or else by RFC 8414."""
    metadata: dict[str, Any] = {}
    for address in _metadata_addresses(issuer.issuer):
        with suppress(httpx.HTTPStatusError):  # the issuer is of the other kind: the next address, or none
            metadata = _fetch(client, address)
            break
    if metadata.get("issuer") != issuer.issuer:
        raise ValueError("this is not the metadata of the issuer")
    return metadata


def _keys_of(metadata: dict[str, Any]) -> str:
    found = metadata.get("jwks_uri")
    if not isinstance(found, str) or not is_safe_address(found):
        raise ValueError("the metadata does not say where the keys are")
    return found


def _metadata_addresses(issuer: str) -> tuple[str, str]:
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    well_known = parts._replace(path=f"/.well-known/oauth-authorization-server{path}").geturl()
    return parts._replace(path=f"{path}/.well-known/openid-configuration").geturl(), well_known


def _fetch(client: httpx.Client, address: str) -> dict[str, Any]:
    """Fetch a JSON object as it is sent: whoever sends too much or something else is not heard."""
    data = bytearray()
    with client.stream("GET", address) as response:
        response.raise_for_status()  # a redirect too: keys are where it was said
        for chunk in response.iter_raw():
            data += chunk
            if len(data) > MAX_RESPONSE_BYTES:
                raise ValueError("this is too much")
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("this is no JSON object")  # noqa: TRY004 - a wrong value that was sent
    return found


def _usable(found: list[Any]) -> Iterator[tuple[str, Key]]:
    """Yield the keys with which a signature can be verified; others may stand beside them (RFC 7517, 5)."""
    for jwk in found:
        with suppress(JoseError, ValueError, TypeError, KeyError):  # a key of a kind that is not known here
            if jwk["kty"] in KINDS and jwk.get("use", "sig") == "sig" and isinstance(jwk["kid"], str):
                key = JWKRegistry.import_key(jwk)
                if not isinstance(key, RSAKey) or key.raw_value.key_size >= SMALLEST_RSA:
                    yield jwk["kid"], key
