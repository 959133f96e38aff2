"""How elements of a web page look, by their names, their own style and the style sheet in the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mandate_registry.register_folder.problems import unreadable

STRUCK, BOLD, SILENT, HIDDEN, RAISED, LOWERED = "struck", "bold", "silent", "hidden", "superscript", "subscript"
KINDS = (
    dict.fromkeys(("s", "del", "strike"), STRUCK)
    | dict.fromkeys(("b", "strong"), BOLD)
    | dict.fromkeys(("script", "style", "template", "title", "select", "noscript"), SILENT)
    | {"sup": RAISED, "rt": RAISED, "sub": LOWERED}
)
STYLES = {
    HIDDEN: re.compile(r"display:none|visibility:(?:hidden|collapse)|mso-hide:all"),
    RAISED: re.compile(r"vertical-align:super"),
    LOWERED: re.compile(r"vertical-align:sub"),
}
LINE = "line-through"
NONE: frozenset[str] = frozenset()
CLASS = re.compile(r"\.([\w-]+)")
SELECTOR = re.compile(r"[^,]+")
MAX_SELECTORS = 20_000
ELEMENT = re.compile(r"[a-z][a-z0-9]*")


class StyleSheet:
    """What the style sheets of a page say of classes and elements; who wears what is not told apart further.

    `is_elsewhere` tells that there are style sheets outside of the page.
    """

    def __init__(self, file: str) -> None:
        self.file, self.selectors = file, 0
        self.classes: dict[str, frozenset[str]] = {}
        self.elements: dict[str, frozenset[str]] = {}
        self.plain: dict[str, frozenset[str]] = {}
        self.is_elsewhere = False

    def read(self, text: str) -> None:
        """Read the rules of a style sheet that strike, raise or hide text."""
        self.plain.clear()
        self.is_elsewhere |= "@import" in text.lower()
        for selectors, style in _rules(text):
            if looks := of_style(style):
                for selector in SELECTOR.finditer(selectors):
                    self._count()
                    self._note(selector[0].split(), looks)

    def of(self, tag: str, attributes: Mapping[str, str]) -> frozenset[str]:
        """Return how an element looks."""
        if attributes:
            return self._look(tag, attributes)
        if tag not in self.plain:
            self.plain[tag] = self._look(tag, attributes)
        return self.plain[tag]

    def _look(self, tag: str, attributes: Mapping[str, str]) -> frozenset[str]:
        looks = {KINDS[tag]} if tag in KINDS else set()
        if "hidden" in attributes:
            looks.add(HIDDEN)
        looks |= of_style(attributes.get("style", "")) | self.elements.get(tag, frozenset())
        for name in attributes.get("class", "").split():
            looks |= self.classes.get(name, frozenset())
        return frozenset(looks)

    def _count(self) -> None:
        self.selectors += 1
        if self.selectors > MAX_SELECTORS:
            detail = f"has more than {MAX_SELECTORS:,} styles that strike, raise or hide: leave out its style sheet"
            raise unreadable(self.file, "too_large", detail)

    def _note(self, steps: list[str], looks: frozenset[str]) -> None:
        last = steps[-1] if steps else ""
        for name in CLASS.findall(last):
            self.classes[name] = self.classes.get(name, frozenset()) | looks
        if ELEMENT.fullmatch(last.lower()):
            self.elements[last.lower()] = self.elements.get(last.lower(), frozenset()) | looks


def is_style_sheet(link: Mapping[str, str]) -> bool:
    """Return True if a link leads to a style sheet that browsers show the page with."""
    kinds = link.get("rel", "").lower().split()
    return "stylesheet" in kinds and "alternate" not in kinds and bool(link.get("href"))


def of_style(style: str) -> frozenset[str]:
    """Return how the declarations of a style let something look."""
    if not style:
        return NONE
    plain = "".join(style.lower().split())
    looks = {look for look, pattern in STYLES.items() if pattern.search(plain)}
    parts = (part.partition(":") for part in plain.split(";"))
    is_struck = any("text-decoration" in name and LINE in said for name, _, said in parts)
    return frozenset(looks | {STRUCK} if is_struck else looks)


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of each rule of a style sheet."""
    plain = _without_comments(text).replace("<!--", " ").replace("-->", " ")
    for part in plain.split("}"):
        before, brace, style = part.rpartition("{")
        if brace:
            yield before.rpartition("{")[2], style


def _without_comments(text: str) -> str:
    """Return a style sheet without its comments; one that does not end reaches to the end."""
    kept, at = [], 0
    while (begin := text.find("/*", at)) >= 0:
        kept.append(text[at:begin])
        end = text.find("*/", begin + 2)
        at = end + 2 if end >= 0 else len(text)
    return " ".join([*kept, text[at:]])
