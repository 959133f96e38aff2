"""How elements of a web page look, by their names, their own style and the style sheet in the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STRUCK, BOLD, SILENT, HIDDEN, RAISED, LOWERED = "struck", "bold", "silent", "hidden", "superscript", "subscript"
KINDS = (
    dict.fromkeys(("s", "del", "strike"), STRUCK)
    | dict.fromkeys(("b", "strong"), BOLD)
    | dict.fromkeys(("script", "style", "template", "title", "select"), SILENT)
    | {"sup": RAISED, "sub": LOWERED}
)
STYLES = {
    STRUCK: re.compile(r"text-decoration[a-z-]*:[^;]*line-through"),
    HIDDEN: re.compile(r"display:none|visibility:(?:hidden|collapse)|mso-hide:all"),
    RAISED: re.compile(r"vertical-align:super"),
    LOWERED: re.compile(r"vertical-align:sub"),
}
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
CLASS = re.compile(r"\.([\w-]+)")
ELEMENT = re.compile(r"[a-z][a-z0-9]*")


class Sheet:
    """What the style sheets of a page say of classes and elements; who wears what is not told apart further."""

    def __init__(self) -> None:
        self.classes: dict[str, frozenset[str]] = {}
        self.elements: dict[str, frozenset[str]] = {}

    def read(self, text: str) -> None:
        """Take over the rules of a style sheet that strike, raise or hide."""
        for selectors, style in RULE.findall(COMMENT.sub(" ", text)):
            if looks := of_style(style):
                for selector in selectors.split(","):
                    self._note(selector.split(), looks)

    def of(self, tag: str, attributes: Mapping[str, str]) -> frozenset[str]:
        """Return how an element looks."""
        looks = {KINDS[tag]} if tag in KINDS else set()
        if "hidden" in attributes:
            looks.add(HIDDEN)
        looks |= of_style(attributes.get("style", "")) | self.elements.get(tag, frozenset())
        for name in attributes.get("class", "").split():
            looks |= self.classes.get(name, frozenset())
        return frozenset(looks)

    def _note(self, steps: list[str], looks: frozenset[str]) -> None:
        last = steps[-1] if steps else ""
        for name in CLASS.findall(last):
            self.classes[name] = self.classes.get(name, frozenset()) | looks
        if ELEMENT.fullmatch(last.lower()):
            self.elements[last.lower()] = self.elements.get(last.lower(), frozenset()) | looks


def of_style(style: str) -> frozenset[str]:
    """Return how the declarations of a style let something look."""
    plain = "".join(style.lower().split())
    return frozenset(look for look, pattern in STYLES.items() if pattern.search(plain))
