"""What proposals are called, in the language of a page."""

from __future__ import annotations

import re

from mandate_registry.services.changesets.proposal_titles import BETWEEN
from mandate_registry.services.register.changeset_store import Changeset
from mandate_registry.terms import texts
from mandate_registry.web.language import lazy, said

NOUNS = {text["en"]: said(text) for key in ("one", "several") for text in texts("tables", key).values()}
"""What entries are called in titles, which services write in English (`services.changesets.proposal_titles`)."""
MADE = (
    (re.compile(r"Change of expected check: (?P<key>.+)"), lazy("Change of expected check: %(key)s")),
    (re.compile(r"End of expected check: (?P<key>.+)"), lazy("End of expected check: %(key)s")),
    (re.compile(r"New entry in (?P<table>[a-z ]+): (?P<key>.+)"), lazy("New entry in %(table)s: %(key)s")),
    (re.compile(r"Change in (?P<table>[a-z ]+): (?P<key>.+)"), lazy("Change in %(table)s: %(key)s")),
    (re.compile(r"Mandate (?P<key>.+)"), lazy("Mandate %(key)s")),
    (re.compile(r"Amendment of mandate (?P<key>.+)"), lazy("Amendment of mandate %(key)s")),
    (re.compile(r"Suspension of mandate (?P<key>.+)"), lazy("Suspension of mandate %(key)s")),
    (re.compile(r"Resumption of mandate (?P<key>.+)"), lazy("Resumption of mandate %(key)s")),
    (re.compile(r"Revocation of mandate (?P<key>.+)"), lazy("Revocation of mandate %(key)s")),
)
"""What proposals are called that are made on the page of one entry, as their services say it."""
COUNTED = re.compile(r"(\d+) ([a-z ]+)")


def title_of(changeset: Changeset) -> str:
    """Return the title of a changeset; what the register made of it is said in the language of the page."""
    name, between, counts = changeset.title.rpartition(BETWEEN)
    if not changeset.is_import:
        return _made(changeset.title)
    if not between:
        return changeset.title
    return name + between + COUNTED.sub(lambda found: f"{found[1]} {NOUNS.get(found[2], found[2])}", counts)


def _made(title: str) -> str:
    for pattern, text in MADE:
        if found := pattern.fullmatch(title):
            parts = found.groupdict()
            table = {"table": str(NOUNS.get(parts["table"], parts["table"]))} if "table" in parts else {}
            return str(text) % (parts | table)
    return title
