"""The terms of the register (`mandate_registry.terms`) as the pages say them, in the language that is asked for."""

from __future__ import annotations

from typing import Any, NamedTuple

from mandate_registry.terms import terms, texts, values
from mandate_registry.web.language import said


class Toned(NamedTuple):
    """A text with the tone in which it is shown: good, partly, bad or plain."""

    text: Any
    tone: str


def saying(kind: str, key: str) -> dict[str, Any]:
    """Return one text of each term of a kind, by code: what to say later, in the language that is asked for then."""
    return {code: said(text) for code, text in texts(kind, key).items()}


def toned(kind: str) -> dict[str, Toned]:
    """Return the name of each term of a kind, with its tone."""
    tones = values(kind, "tone")
    return {code: Toned(text, tones[code]) for code, text in saying(kind, "name").items()}


BASES = saying("vat", "name")
KIND_NAMES = saying("kinds", "name")
KIND_PURPOSES = saying("kinds", "purpose")
KIND_CHOICES = saying("kinds", "choice")
NATURE_NAMES = saying("natures", "name")
NATURE_CHOICES = saying("natures", "choice")
TRIGGER_NAMES = saying("triggers", "name")
TRIGGER_CHOICES = saying("triggers", "choice")
DISCLOSURE_NAMES = saying("disclosures", "name")
DISCLOSURE_CHOICES = saying("disclosures", "choice")
OWN_FIELDS = saying("own_fields", "name")
TABLES = saying("tables", "about")
ENTRIES = saying("tables", "one")

ROLES = saying("roles", "name")
STATUSES = toned("statuses")
CHANGESET_STATES = toned("changeset_states")
SEVERITIES = toned("severities")
SEVERAL_FINDINGS = saying("severities", "several")
DIFFERENCES = toned("differences")
LOG_ENTRIES = saying("log_entries", "name")

EVENTS = saying("events", "name")
EVENTS_OF_A_PERSON = EVENTS | saying("events", "of_person")
EVENTS_OF_A_RESUMPTION = EVENTS_OF_A_PERSON | saying("events", "of_resumption")
"""What happens to a person whose resumption was proposed, in the changeset of that proposal."""
STEPS = saying("events", "to_do")

OUTCOMES = saying("outcomes", "answer")
TRACED = OUTCOMES | saying("unanswered", "answer")
"""What came of a question that was asked, answered or not."""
MAY = saying("outcomes", "may")
CARD_VERDICTS = saying("card_verdicts", "answer")
FLAWS = saying("flaws", "text")

REASONS = saying("reasons", "text")
REASONS_OF_ONE_MANDATE = REASONS | saying("reasons", "of_one_mandate")
PROVISOS = saying("reasons", "proviso")
"""What stands between somebody and a yes in a list; of any other reason the outcome is shown."""
HEADINGS = saying("headings", "text")
GATES = saying("gates", "passed")
FINDINGS = {code: {key: said(text) for key, text in term.texts.items()} for code, term in terms("findings").items()}


def advice(reason: str, key: str = "text") -> Any:
    """Return what to do about a reason; None where that has no such text (`short`)."""
    return _ADVICE[key].get(values("reasons", "advice_code")[reason])


_ADVICE = {key: saying("advice", key) for key in ("text", "short")}
