"""What of a register a word of a list may be another name for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from mandate_registry.register_folder.names.act_wordings import are_same_act, differ, subject_of, wording_of
from mandate_registry.register_folder.names.likeness import Likeness
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.web.register_names import RegisterNames


class Candidates:
    """The entries of a table of a register, as words of a list may be other names for them.

    `codes` are theirs by title. A list may be written in another language than the page: it is compared with the titles
    in each, and they are shown in that of the page.
    """

    def __init__(self, names: RegisterNames, table: str) -> None:
        """Read the titles."""
        facts = names.facts(table)
        titles = {code: names.title(table, code) for code in facts}
        self.codes = {title: code for code, title in titles.items()}
        self._counted = Counter(map(known_as, titles.values()))
        self._shown = {text: titles[code] for code, fact in facts.items() for text in _titles(fact, titles[code])}
        self._all = Likeness(self._shown)
        asked = [text for text, title in self._shown.items() if not getattr(facts[self.codes[title]], "is_heading", 0)]
        self._asked = Likeness(asked)
        self._by_wording: dict[frozenset[str], list[str]] = defaultdict(list)
        for title in asked:
            self._by_wording[wording_of(title)].append(title)

    def of(self, name: str) -> list[str]:
        """Return the titles that a name may stand for, first those that say the same in other words.

        A heading is one only where the name looks like it, for it grants more; another decision is none.
        """
        return self._in_language(self._of(name))

    def _of(self, name: str) -> list[str]:
        shared = [one for one in self._asked.candidates(name) if subject_of(name) & subject_of(one)]
        found = [*self._alike(name), *self._all.near(name), *shared]
        return [one for one in found if not differ(name, one)]

    def _in_language(self, found: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._shown[one] for one in found))

    def sure(self, name: str) -> str:
        """Return the only title that says the same as a name in other words; "" where none or several do."""
        alike = self._alike(name) or [one for one in self._of(name) if are_same_act(name, one)]
        found = self._in_language(alike)
        return found[0] if len(found) == 1 else ""

    def slips(self, name: str) -> list[str]:
        """Return the titles of which a name may be a slip."""
        return self._in_language(one for one in self._all.near(name) if not differ(name, one))

    def _alike(self, name: str) -> list[str]:
        return [one for one in self._by_wording.get(wording_of(name), []) if one != name]

    def typed(self, title: str) -> str:
        """Return what is typed for a title: itself, or the code where two have it."""
        return title if self._counted[known_as(title)] == 1 else self.codes[title]


def _titles(fact: Any, shown: str) -> list[str]:
    """Return the titles of an entry in all languages; first the one that is shown."""
    others = (getattr(fact, name, None) for name in ("title_nl", "title_en"))
    return list(dict.fromkeys((shown, *filter(None, others))))
