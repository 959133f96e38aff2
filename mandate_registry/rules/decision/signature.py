"""The signature line: the words with which who signs says on whose behalf he does (Awb 10:10, 10:11, 10:12)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mandate_registry.rules.facts import Nature


@dataclass(frozen=True, slots=True)
class Act:
    """What is signed: an act of this nature, in the power of a body of an organisation, both by name.

    `own_power`: the body of one person, or its deputy, signs without a mandate.
    """

    nature: Nature
    body: str
    organisation: str
    own_power: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """Who signs, as far as may be told: the name, the title of the position, and whether as a deputy for it."""

    name: str | None = None
    title: str | None = None
    is_deputy: bool = False


def signature_line(act: Act, hands: Sequence[Hand]) -> dict[str, str]:
    """Return the line in Dutch (`nl`) and English (`en`): on whose behalf, then the name and position of each.

    English keeps the Dutch names of bodies, positions and organisations: they are names.
    """
    return {"nl": _line(act, hands, _DUTCH, _parts_nl(act)), "en": _line(act, hands, _ENGLISH, _parts_en(act))}


class _Language(NamedTuple):
    """The wording in one language: by nature under a mandate and in own power, and how a deputy signs."""

    mandated: Mapping[Nature, str]
    own: str
    own_private_act: str
    deputy_for: str
    deputy: str


_DUTCH = _Language(
    {
        Nature.DECISION: "Namens {body_of}",
        Nature.PRIVATE_ACT: "{party}, krachtens volmacht van {body}",
        Nature.FACTUAL_ACT: "Krachtens machtiging van {body_of}",
        Nature.SIGNING: "Overeenkomstig het door {body_of} genomen besluit",
    },
    own="{body_of}",
    own_private_act="{party}, vertegenwoordigd door {body}",
    deputy_for="plaatsvervangend",
    deputy="plaatsvervanger",
)
_ENGLISH = _Language(
    {
        Nature.DECISION: "On behalf of {body_of}",
        Nature.PRIVATE_ACT: "{party}, under power of attorney from {body}",
        Nature.FACTUAL_ACT: "By authorisation of {body_of}",
        Nature.SIGNING: "In accordance with the decision taken by {body_of}",
    },
    own="{body_of}",
    own_private_act="{party}, represented by {body}",
    deputy_for="deputy",
    deputy="deputy",
)


def _line(act: Act, hands: Sequence[Hand], language: _Language, parts: Mapping[str, str]) -> str:
    opening = _upper(_template(act, language).format_map(parts))
    blocks = [",\n".join(block) for block in (_block(act, hand, language) for hand in hands) if block]
    return ",\n".join([opening, "\n\n".join(blocks)] if blocks else [opening])


def _template(act: Act, language: _Language) -> str:
    if not act.own_power:
        return language.mandated[act.nature]
    return language.own_private_act if act.nature is Nature.PRIVATE_ACT else language.own


def _block(act: Act, hand: Hand, language: _Language) -> list[str]:
    """Return a name with its position; the opening has named the position of a body of one person already."""
    title = _as_deputy(hand.title, language) if hand.is_deputy else None if act.own_power else hand.title
    return [text for text in (hand.name, title) if text]


def _as_deputy(title: str | None, language: _Language) -> str:
    if title is None:
        return language.deputy
    return f"{language.deputy_for} {_lower(title) if language is _DUTCH else title}"


def _parts_nl(act: Act) -> dict[str, str]:
    """Name the body, the body of its organisation, and the party that is bound, in Dutch."""
    body = _with_article(act.body)
    short = re.sub(r"^gemeente ", "", act.organisation, flags=re.IGNORECASE)
    body_of = body if _names_its_organisation(act) else f"{body} van {short}"
    return {"body": body, "body_of": body_of, "party": _party(act, "de Staat der Nederlanden")}


def _parts_en(act: Act) -> dict[str, str]:
    body = f"the {act.body}"
    body_of = body if _names_its_organisation(act) else f"{body} of {act.organisation}"
    return {"body": body, "body_of": body_of, "party": _party(act, "the State of the Netherlands")}


def _party(act: Act, state: str) -> str:
    """Name the legal person that is bound: the State by a minister, whatever part of it the register is of (BW 2:1)."""
    return state if _is_of_the_state(act.body) else act.organisation


_OF_THE_STATE = re.compile(r"(minister|ministers|ministerie|staatssecretaris|staatssecretarissen)\b", re.IGNORECASE)


def _is_of_the_state(body: str) -> bool:
    """Return True if a body is a minister or a state secretary, who is one of the State and of no part of it."""
    return _OF_THE_STATE.match(body) is not None


_KIND = re.compile(r"^(gemeente|provincie|waterschap|hoogheemraadschap|ministerie van) ", re.IGNORECASE)
_REMARK = re.compile(r" \(.*")


def _names_its_organisation(act: Act) -> bool:
    """Return whether the body's name says already whose it is, as a minister's always does."""
    if _is_of_the_state(act.body):
        return True
    own_name = _KIND.sub("", _REMARK.sub("", act.organisation))
    return re.search(rf"\b{re.escape(own_name)}\b", act.body, re.IGNORECASE) is not None


_NEUTER = re.compile(r"(\w+ )?\w*(college|bestuur|presidium)\b", re.IGNORECASE)
_PLURAL = re.compile(r"(gedeputeerde|provinciale) staten\b|burgemeester en wethouders\b", re.IGNORECASE)


def _with_article(body: str) -> str:
    """Write the name of a body within a Dutch sentence; a proper name (of a minister) keeps its capital."""
    if _PLURAL.match(body):
        return _lower(body)
    if _NEUTER.match(body):
        return f"het {_lower(body)}"
    is_proper_name = any(word[0].isupper() for word in body.split()[1:])
    return f"de {body if is_proper_name else _lower(body)}"


def _lower(text: str) -> str:
    """Return a text with its first letter in lower case, except an abbreviation (HR-rol)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
