"""Who may do what: the one table. Every service asks it, and `docs/explanation/security.md` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a caller is: of the installation, within an organisation, or an organisation that asks others."""

    ADMINISTRATOR = "administrator"
    HR = "hr"
    APPROVER = "approver"
    AUDITOR = "auditor"
    HOLDER = "holder"
    PARTNER = "partner"


class Right(StrEnum):
    """What there is to do. Every operation of the API names its own in the contract (`x-right`)."""

    ADMINISTER = "administer"
    KEEP = "keep"
    APPROVE = "approve"
    READ = "read"
    TRACE = "trace"
    LOG = "log"
    ASK = "ask"
    SEARCH = "search"
    CARD = "card"


class Reach(StrEnum):
    """How far a right reaches."""

    ANY = "any"
    """Every organisation."""
    OWN = "own"
    """The caller's own organisation."""
    SELF = "self"
    """The caller himself, in his own organisation."""
    AGREED = "agreed"
    """Other organisations, as far as each agreed with the caller's."""


def _cell(text: str) -> frozenset[Reach]:
    return frozenset(Reach(word) for word in text.split() if word != "-")


def _rows(table: str) -> dict[Right, Mapping[Role, frozenset[Reach]]]:
    _, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return {Right(right): dict(zip(Role, map(_cell, cells), strict=True)) for right, *cells in rows}


PERMISSIONS = _rows(
    """
    right      | administrator | hr         | approver   | auditor    | holder      | partner
    administer | any           | -          | -          | -          | -           | -
    keep       | any           | own        | -          | -          | -           | -
    approve    | any           | -          | own        | -          | -           | -
    read       | any           | own        | own        | own        | -           | -
    trace      | any           | own        | -          | own        | self        | -
    log        | any           | own        | -          | own        | -           | -
    ask        | any           | own agreed | own agreed | own agreed | self agreed | agreed
    search     | any           | own agreed | own agreed | own agreed | self agreed | agreed
    card       | any           | own        | -          | -          | self        | -
    """
)
"""How far each right reaches for each role.

`administer`: organisations, their four eyes, keys. `keep`: entries, proposals, what counts at once, imports,
agreements. `approve`: what others proposed. `read`: entries, history, findings, changesets, exports. `trace`: who asked
what. `log`: the decision log. `ask`: checks. `search`: who may, and what may be decided. `card`: cards and credentials.
What is one's own is told in full, what is agreed as a partner is told it.
"""
