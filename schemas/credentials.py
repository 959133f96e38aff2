"""The wire format of credentials. What one said was kept in the names of JSON, and comes out as it was kept."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from mandate_registry.canonical import camel_case
from schemas import fields
from schemas.answers import BodyRef
from schemas.base import Listed, Nested, Schema
from schemas.queries import Paged
from schemas.values import Count, Flag, Value, Written

_member = partial(Written, re.compile(r"[A-Za-z0-9_-]+"), "base64url without padding")


class HolderKeyIn(Schema):
    """The public key of a holder, as a JSON Web Key (RFC 7517), with what a browser or a wallet puts beside it."""

    kty = fields.line(required=True)
    crv = fields.line(required=True)
    x = _member(required=True)
    y = _member()
    kid = fields.line()
    alg = fields.line()
    use = fields.line()
    key_ops = Listed(fields.line(), data_key="key_ops")
    ext = Flag()


class CredentialIn(Schema):
    """What a credential is asked for."""

    organisation = fields.oin(required=True)
    decision_types = Listed(fields.code(), least=1, most=20, required=True)
    employee = fields.number()
    shows_limits = Flag()
    holder_key = Nested(HolderKeyIn)
    days = Count(1, 90)


class CredentialRevocationIn(Schema):
    """Why a credential is revoked."""

    reason = fields.text()


class CredentialQuery(Paged):
    """Which credentials are wanted."""

    organisation = fields.oin()


class _Said(Schema):
    """What was said, in the names of JSON; what was left out is null."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Find what was said."""
        return super().get_attribute(obj, camel_case(attr), default)


class PowerTypeOut(_Said):
    """What is decided: a decision type, by code and titles."""

    code = Value()
    title_nl = Value()
    title_en = Value(allow_none=True, dump_default=None)


class PowerLimitOut(_Said):
    """What binds an amount in one currency, on one VAT basis."""

    above_amount = Value(allow_none=True, dump_default=None)
    below_amount = Value(allow_none=True, dump_default=None)
    max_amount = Value(allow_none=True, dump_default=None)
    currency = Value()
    vat = Value()


class PowerInstrumentOut(_Said):
    """The decision that granted a mandate."""

    reference = Value()
    title = Value()


class PowerPublicationOut(_Said):
    """Where it was published."""

    published_as = Value(allow_none=True, dump_default=None)
    url = Value(allow_none=True, dump_default=None)


class PowerLegOut(_Said):
    """One decision type that is no composite, and on what the power to decide it rests."""

    decision_type = Value()
    kind = Value()
    on_behalf_of = Nested(BodyRef, allow_none=True, dump_default=None)
    acting = Value()
    conditions = Listed(Value())
    is_limited = Flag()
    limits = Listed(PowerLimitOut)
    valid_from = Value(allow_none=True, dump_default=None)
    valid_until = Value(allow_none=True, dump_default=None)
    mandate = Value(allow_none=True, dump_default=None)
    instrument = Nested(PowerInstrumentOut, allow_none=True, dump_default=None)
    publication = Nested(PowerPublicationOut, allow_none=True, dump_default=None)


class PowerOut(_Said):
    """What somebody may decide of one type."""

    decision_type = Nested(PowerTypeOut)
    acting = Value()
    legs = Listed(PowerLegOut)


class CredentialOut(Schema):
    """A credential as it is kept."""

    id = fields.identity()
    organisation = Value()
    employee = Value()
    position = Value(allow_none=True)
    powers = Listed(PowerOut)
    state = Value()
    issued_at = fields.instant()
    issued_by = Value()
    expires_at = fields.instant()
    revoked_at = fields.instant(allow_none=True)
    revoked_by = Value(allow_none=True)
    reason = Value(allow_none=True)


class IssuedCredentialOut(CredentialOut):
    """A credential that has just been issued, with its text."""

    credential = Value(attribute="text")
