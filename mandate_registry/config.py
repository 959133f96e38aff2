"""The settings, from the environment; `docs/reference/settings.md` describes each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from limits import RateLimitItem, parse, parse_many

import mandate_registry
from mandate_registry.data_folder import default_data
from mandate_registry.errors import Unsafe
from mandate_registry.secret_files import read_secret

ROOT = mandate_registry.ROOT
RELEASE = mandate_registry.__version__
FOREVER = "forever"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MAX_NUMBER = 10**9
SIGNING_KEYS = "signing-keys.json"

LIMITS = {
    "requests": parse("300/second"),
    "questions": parse("3000/minute"),
    "amounts": parse("8 per 30 day"),
    "names": parse("200/day"),
    "stored": parse("100000/day"),
    "cards": parse("60/minute"),
    "visits": parse("240/minute"),
}
"""How many of something in how much time, unless a setting says otherwise."""

SETTINGS = {
    "MANDATES_DATABASE_URL",
    "MANDATES_DATABASE_URL_FILE",
    "MANDATES_HOST",
    "MANDATES_PORT",
    "MANDATES_PUBLIC_URL",
    "MANDATES_EARLIER_URLS",
    "MANDATES_SIGNING_KEYS",
    "MANDATES_BEHIND_TLS_PROXY",
    "MANDATES_MAX_BODY",
    "MANDATES_KEEP_CHECKS",
    "MANDATES_DAYS_BACK",
    "MANDATES_ISSUERS",
    "MANDATES_CLIENT_CERT",
    "MANDATES_DEMO",
    *(f"MANDATES_{name.upper()}" for name in LIMITS),
}
"""Every setting there is; another name that begins so is a mistake that must not go unseen."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs.

    `database_url` is a SQLite or PostgreSQL URL; `host` and `port` are where `serve` listens; `max_body` is the largest
    request body in bytes; `public_url` is where others reach it, `earlier_urls` where they did before, and
    `signing_keys` the file with the private keys that sign what it says. `keep_checks` is for how many days a question
    is kept, None being for ever, and `days_back` for how many days of the past an appointment needs no approval.
    `issuers` is the file that names the issuers whose tokens are trusted; `client_cert` tells whether the proxy hands
    over the certificates of clients; `demo`, that this is a demonstration. `requests` is how many a caller may send,
    `questions` how many an organisation may ask, and `amounts` and `names` how many different ones a partner may ask
    about; `stored` how many kilobytes may be kept of what an organisation asks others; `cards` how many one address may
    be shown, and `visits` how many requests it may send without a key. `behind_proxy` tells whether a proxy hands over
    those addresses.
    """

    database_url: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    max_body: int = 5_000_000
    keep_checks: int | None = 1826
    days_back: int = 30
    public_url: str = "http://127.0.0.1:8000"
    earlier_urls: tuple[str, ...] = ()
    signing_keys: Path | None = None
    issuers: Path | None = None
    client_cert: bool = False
    demo: bool = False
    requests: RateLimitItem = LIMITS["requests"]
    questions: RateLimitItem = LIMITS["questions"]
    amounts: RateLimitItem = LIMITS["amounts"]
    stored: RateLimitItem = LIMITS["stored"]
    names: RateLimitItem = LIMITS["names"]
    cards: RateLimitItem = LIMITS["cards"]
    visits: RateLimitItem = LIMITS["visits"]
    behind_proxy: bool = False

    @property
    def issuers_of_receipts(self) -> tuple[str, ...]:
        """The addresses that receipts of this registry name as their issuer: the one of now, and those of before."""
        return (self.public_url, *self.earlier_urls)

    @property
    def log_origin(self) -> str:
        """The name of this installation's log (C2SP tlog-checkpoint): where it is, without the scheme."""
        return _origin(self.public_url)

    @property
    def log_origins(self) -> tuple[str, ...]:
        """The names under which checkpoints of this log were signed, that of now first."""
        return tuple(_origin(url) for url in self.issuers_of_receipts)


def from_environment(environment: Mapping[str, str] = os.environ, database_url: str | None = None) -> Settings:
    """Read the settings; Unsafe when one is unknown, unreadable or not safe to start with.

    `database_url` goes before the environment's.
    """
    given = {name: value for name, value in environment.items() if name.startswith("MANDATES_")}
    if unknown := given.keys() - SETTINGS:
        raise Unsafe(f"unknown setting {', '.join(sorted(unknown))}; see docs/reference/settings.md")
    host = given.get("MANDATES_HOST", "127.0.0.1")
    behind_proxy = given.get("MANDATES_BEHIND_TLS_PROXY") == "yes"
    if host not in LOOPBACK and not behind_proxy:
        raise Unsafe(f"MANDATES_HOST={host} is reachable from outside: put a TLS proxy before it, and say so")
    demo = _either("MANDATES_DEMO", given, "yes")
    if demo and (host not in LOOPBACK or behind_proxy):
        raise Unsafe("MANDATES_DEMO is for this machine alone: not with a host reachable from outside, or a proxy")
    client_cert = _either("MANDATES_CLIENT_CERT", given, "from-proxy")
    if client_cert and not behind_proxy:
        raise Unsafe(
            "MANDATES_CLIENT_CERT=from-proxy needs MANDATES_BEHIND_TLS_PROXY=yes: anybody could send the header"
        )
    issuers = given.get("MANDATES_ISSUERS")
    url = _database_url(database_url or _given_url(given))
    port = _number("MANDATES_PORT", given.get("MANDATES_PORT", "8000"), 65535)
    return Settings(
        database_url=url,
        host=host,
        port=port,
        public_url=_public_url(given, None if behind_proxy else f"http://{_written(host)}:{port}"),
        earlier_urls=_earlier_urls(given),
        signing_keys=_signing_keys(given, url),
        max_body=_number("MANDATES_MAX_BODY", given.get("MANDATES_MAX_BODY", "5000000"), MAX_NUMBER),
        keep_checks=_days("MANDATES_KEEP_CHECKS", given.get("MANDATES_KEEP_CHECKS", "1826")),
        days_back=_number("MANDATES_DAYS_BACK", given.get("MANDATES_DAYS_BACK", "30"), 3650),
        issuers=None if issuers is None else Path(issuers),
        client_cert=client_cert,
        behind_proxy=behind_proxy,
        demo=demo,
        **{name: _limit(f"MANDATES_{name.upper()}", default, given) for name, default in LIMITS.items()},
    )


def is_safe_address(address: str) -> bool:
    """Return whether nobody on the way can change what is fetched there: https, or http on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or parts.username)
    return is_plain and (
        bool(parts.hostname) if parts.scheme == "https" else parts.scheme == "http" and parts.hostname in LOOPBACK
    )


def sqlite_url(data: Path) -> str:
    """Return the URL of the embedded database in a data directory, which is made if it is not there."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unsafe(f"the folder {data} cannot be made: {error.strerror}") from error
    return f"sqlite:///{data.resolve() / 'register.sqlite'}"


def _given_url(given: Mapping[str, str]) -> str | None:
    url, file = given.get("MANDATES_DATABASE_URL"), given.get("MANDATES_DATABASE_URL_FILE")
    if url is not None and file is not None:
        raise Unsafe("MANDATES_DATABASE_URL and MANDATES_DATABASE_URL_FILE are both set: which one counts?")
    return url if file is None else read_secret(Path(file))


def _database_url(given: str | None) -> str:
    if given is None:
        return sqlite_url(default_data())
    if given.startswith("postgresql://"):
        given = given.replace("postgresql://", "postgresql+psycopg://", 1)
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise Unsafe("the address of the database must begin with sqlite:/// or postgresql://")
    try:
        _ = urlsplit(given).port
    except ValueError:
        detail = "write what is no letter or digit in its password as %XX"
        raise Unsafe(f"the address of the database cannot be read: {detail}") from None  # its text holds the password
    return given


def _public_url(given: Mapping[str, str], otherwise: str | None) -> str:
    """Return where others reach the service, without a path: what it signs names that as its issuer."""
    url = given.get("MANDATES_PUBLIC_URL", otherwise)
    if url is None:
        raise Unsafe("behind a TLS proxy MANDATES_PUBLIC_URL must say where others reach the service")
    if not _is_public(url):
        raise Unsafe("MANDATES_PUBLIC_URL must be https://NAME, without a path (http on this machine only)")
    return url


def _earlier_urls(given: Mapping[str, str]) -> tuple[str, ...]:
    """Return where others reached the service before, in the order in which they stand."""
    urls = tuple(given.get("MANDATES_EARLIER_URLS", "").split())
    if wrong := [url for url in urls if not _is_public(url)]:
        needed = "each must be https://NAME, without a path (http on this machine only)"
        raise Unsafe(f"MANDATES_EARLIER_URLS names {wrong[0]}: {needed}, parted by blanks")
    return urls


def _is_public(url: str) -> bool:
    return is_safe_address(url) and not urlsplit(url).path


def _origin(url: str) -> str:
    return f"{url.partition('://')[2]}/v1/log"


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _signing_keys(given: Mapping[str, str], database_url: str) -> Path | None:
    """Return the file with the keys that sign: the one that is named, or else the one beside an embedded database."""
    if named := given.get("MANDATES_SIGNING_KEYS"):
        return Path(named)
    file = database_url.removeprefix("sqlite:///")
    return Path(file).parent / SIGNING_KEYS if file != database_url else None


def _days(name: str, given: str) -> int | None:
    return None if given == FOREVER else _number(name, given, 36_500, f", or {FOREVER}")


def _either(name: str, given: Mapping[str, str], word: str) -> bool:
    """Return whether a setting says this word, which is the only one that it may say."""
    if given.get(name, word) != word:
        raise Unsafe(f"{name} is {word}, or not set")
    return name in given


def _number(name: str, given: str, most: int, otherwise: str = "") -> int:
    if not given.isascii() or not given.isdigit() or not 0 < int(given) <= most:
        raise Unsafe(f"{name} must be a whole number from 1 to {most}{otherwise}")
    return int(given)


def _limit(name: str, default: RateLimitItem, given: Mapping[str, str]) -> RateLimitItem:
    """Read how many in how much time; one that is not understood would limit nothing."""
    if name not in given:
        return default
    try:
        found = parse_many(given[name])
    except ValueError:
        found = []
    if len(found) != 1 or not 0 < found[0].amount <= MAX_NUMBER or found[0].get_expiry() > MAX_NUMBER:
        raise Unsafe(f"{name} must say how many in how much time, such as 300/second or 8 per 30 day")
    return found[0]
