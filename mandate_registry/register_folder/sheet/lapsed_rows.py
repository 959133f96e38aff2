"""Rows of a list that say themselves that they count no more, such as "VERVALLEN" among the remarks.

Whoever sends the list is asked about them, in each kind of file: in text and in .ods what was struck through is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mandate_registry.register_folder.names.name_keys import known_as

_GONE = "|".join(
    (
        *("vervallen", "ingetrokken", "opgeheven", "afgeschaft", "geschrapt", "doorgehaald", "beeindigd"),
        *("buiten werking(?: gesteld)?", "buiten gebruik", "geldt niet (?:meer|langer)", "(?:nvt|n v t) meer"),
        "niet (?:meer|langer) (?:geldig|van kracht|van toepassing|actueel|in (?:gebruik|werking))",
        *(
            "expired",
            "lapsed",
            "withdrawn",
            "revoked",
            "repealed",
            "rescinded",
            "cancell?ed",
            "terminated",
            "abolished",
        ),
        *("obsolete", "void", "discontinued", "(?:no longer|not) (?:valid|in force|applicable|in use)(?: any ?more)?"),
    )
)
_ABOUT = (
    "(?:(?:dit|deze|de|het|this|the|mandaat|mandaten|volmacht|machtiging|ondermandaat|bevoegdheid|regel|rij|functie|"
    "mandate|power|authorisation|row|line|entry|is|zijn|wordt|werd|was|are|has|have|been|reeds|inmiddels|al|nu|now|"
    "status|nb|n b|let op|note) )*"
)
_FROM = "(?:per|met ingang van|m i v|sinds|vanaf|op|since|as of|from|on|with effect from)"
_BY = f"(?:{_FROM}|bij|door|d d|wegens|vanwege|i v m|in verband met|volgens|by|because of|under|in)"
_YEAR = "(?:[0-9]{2}){1,2}"
_DAY = rf"(?:[0-9]{{1,4}} [0-9a-z]+ [0-9]{{1,4}}|[a-z]+ {_YEAR}|{_YEAR}|heden|today)"
LAPSED = re.compile(
    rf"{_ABOUT}(?:{_FROM} {_DAY} )?{_ABOUT}(?:(?:{_GONE})(?: {_DAY}| {_BY} .+)?|vervalt(?: {_FROM} {_DAY})?)"
    rf"|(?:{_FROM} )?{_DAY} {_ABOUT}(?:{_GONE}|vervalt)"
)
"""A part of a cell, as `known_as` has it, that says so; "vervalt bij ontslag" says when it will."""
PARTS = re.compile(r"[()\[\];:,\n]|\.\s|\s[–—-]\s|\s/\s")
"""What divides a cell into parts."""
SIGNS = re.compile(r"[^\w\s]")
STEMS = re.compile(
    "verval|ingetrok|opgehev|afgeschaft|geschrapt|doorgehaald|be.?.?indigd|buiten|niet meer|niet langer|t meer|t. meer"
    "|expired|lapsed|withdrawn|revoked|repealed|rescind|cancel|terminated|abolish|obsolete|void|discontinu|no longer"
    "|not valid|not in|not applic",
    re.IGNORECASE,
)
"""What is looked for first, because a file may have many cells."""


def says_lapsed(text: str) -> bool:
    """Return True if a cell, or a part of it, says that its row counts no more: not what a decision is about."""
    return bool(STEMS.search(text)) and any(map(_says_lapsed, (text, *PARTS.split(text))))


def _says_lapsed(part: str) -> bool:
    return LAPSED.fullmatch(known_as(SIGNS.sub(" ", part))) is not None


def lapsed_rows(rows: Iterable[tuple[int, Sequence[str]]]) -> dict[int, frozenset[int]]:
    """Return the places of the cells that say so, by the number of their row; of other rows nothing."""
    found = ((row, cells) for row, cells in rows if STEMS.search("\n".join(cells)))
    told = {row: frozenset(place for place, cell in enumerate(cells) if says_lapsed(cell)) for row, cells in found}
    return {row: places for row, places in told.items() if places}
