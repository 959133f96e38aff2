"""Who is signed in to the pages: a random token in the browser, of which a digest is kept with the caller."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from mandate_registry.errors import Unauthenticated
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.employment import must_work_here
from models import sessions
from models.types import Instant

MAX_LIFETIME = timedelta(hours=10)
"""How long somebody stays signed in at most: a working day. What his issuer says of him is asked again then."""

IDLE_LIFETIME = timedelta(minutes=45)
"""How long somebody stays signed in who does nothing."""

USE_NOTED_EVERY = timedelta(minutes=1)
"""How exactly is noted when a session was used: a write for each page would be too much."""

_MOMENT = bindparam("moment", type_=Instant)
_GOOD = (sessions.c.ends_at > _MOMENT, sessions.c.used_at > bindparam("busy_since", type_=Instant))
_FIND = select(sessions).where(sessions.c.digest == bindparam("digest"), *_GOOD)


def begin(installation: Installation, caller: Caller, sign_out: str | None = None) -> str:
    """Sign a caller in, and return the token by which his browser is known from now on; it cannot be shown again.

    `sign_out` is the address at which he signs out at his issuer too. Sessions that ended are forgotten. Departed when
    he does not work there now.
    """
    token, moment = secrets.token_urlsafe(32), now()
    times = {"made_at": moment, "used_at": moment, "ends_at": moment + MAX_LIFETIME}
    with installation.writing() as connection:
        caller = must_work_here(connection, caller)
        values = {"roles": caller.roles, "organisation": caller.organisation, "person": caller.person}
        ended = (sessions.c.ends_at <= moment) | (sessions.c.used_at <= moment - IDLE_LIFETIME)
        connection.execute(delete(sessions).where(ended))
        connection.execute(
            insert(sessions).values(
                digest=_digest(token), credential=caller.credential, sign_out=sign_out, **values, **times
            )
        )
    return token


def find(installation: Installation, token: str) -> Caller:
    """Return the caller who is signed in by a token; Unauthenticated when nobody is, any more.

    Departed when it is somebody who does not work there now.
    """
    moment, digest = now(), _digest(token)
    with installation.reading() as connection:
        given = {"digest": digest, "moment": moment, "busy_since": moment - IDLE_LIFETIME}
        row = connection.execute(_FIND, given).one_or_none()
        if row is None:
            raise Unauthenticated("Nobody is signed in here, any more.")
        roles = tuple(map(Role, row.roles))
        caller = Caller(roles, row.organisation, row.credential, row.person, Channel.PAGES)
        caller = must_work_here(connection, caller)
    if row.used_at <= moment - USE_NOTED_EVERY:
        installation.write_if_possible(update(sessions).where(sessions.c.digest == digest).values(used_at=moment))
    return caller


def end(installation: Installation, token: str) -> str | None:
    """Sign out whoever is signed in by a token; returns the address at which he signs out at his issuer too."""
    of_token = sessions.c.digest == _digest(token)
    with installation.writing() as connection:
        sign_out: str | None = connection.scalar(select(sessions.c.sign_out).where(of_token))
        connection.execute(delete(sessions).where(of_token))
    return sign_out


def form_token(token: str) -> str:
    """Return what every form of a session bears: only its own pages know it (OWASP: HMAC-based token pattern)."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
