"""What of a register a word of a list may be another name for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mandate_registry.register_folder.likeness import Likeness
from mandate_registry.register_folder.naming import known_as

if TYPE_CHECKING:
    from mandate_registry.web.names import Names


class Candidates:
    """The entries of a table of a register, as words of a list may be other names for them.

    `codes` are theirs by title.
    """

    def __init__(self, names: Names, table: str) -> None:
        """Read the titles."""
        titles = {code: names.title(table, code) for code in names.facts(table)}
        self.codes = {title: code for code, title in titles.items()}
        self._counted = Counter(map(known_as, titles.values()))
        self._all = Likeness(self.codes)
        facts = names.facts(table)
        self._asked = Likeness(title for title, code in self.codes.items() if not getattr(facts[code], "is_heading", 0))

    def of(self, name: str) -> list[str]:
        """Return the titles that a name may stand for; a heading only where it looks like it, for it grants more."""
        return list(dict.fromkeys([*self._all.near(name), *self._asked.candidates(name)]))

    def typed(self, title: str) -> str:
        """Return what is typed for a title: itself, or the code where two have it."""
        return title if self._counted[known_as(title)] == 1 else self.codes[title]
