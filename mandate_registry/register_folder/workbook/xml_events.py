"""XML from strangers, told element by element: nothing of it is kept but what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from mandate_registry.register_folder.archives import chunks, too_many_elements
from mandate_registry.register_folder.problems import InvalidRegister, unreadable

MAX_DEPTH = 250
"""So deep may elements stand within one another."""
MAX_TAG_LENGTH = 1 << 20
"""So many bytes may come without an end of a tag: the parser keeps a tag until it is whole."""
USUAL_ATTRIBUTES = 4
MAX_ATTRIBUTES = 500_000
"""So many attributes may the elements have together beyond the usual ones: those of rows and paragraphs."""


class Target(Protocol):
    """What is told of elements by their names without namespaces."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element; attributes of another namespace are prefixed with it and a blank."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def data(self, data: str) -> None:
        """Handle text."""


class Elements:
    """How many elements, in all parts of a file that are read, may be told: each costs time, also one of no use."""

    def __init__(self, file: str, most: int) -> None:
        self.file, self.most = file, most
        self.begun = self.attributes = 0

    def count(self, chunk: bytes) -> None:
        """Count the elements that begin in a piece of XML before they are told; raise InvalidRegister at too many."""
        self.begun += chunk.count(b"<") - chunk.count(b"</")
        if self.begun > self.most:
            raise too_many_elements(self.file, self.most)

    def count_attributes(self, attributes: int) -> None:
        """Count the attributes of an element that has many; raise InvalidRegister when there are too many."""
        self.attributes += attributes - USUAL_ATTRIBUTES
        if self.attributes > MAX_ATTRIBUTES:
            raise unreadable(self.file, "too_large", "has elements with too many attributes")


class _Local(dict[str, str]):
    """Names without their namespaces."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(" ")[2]
        return local


def parse_events(stream: IO[bytes], target: Target, elements: Elements) -> None:
    """Call a target with each element and text of an XML document, read from a stream chunk by chunk.

    Raises InvalidRegister when the document is damaged or not safe to read, or has more elements than there may be, and
    what the target raises.
    """
    file = elements.file
    parser = ParserCreate(namespace_separator=" ")
    local, depth = _Local(), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _damaged(file)
        if len(attributes) > USUAL_ATTRIBUTES:
            elements.count_attributes(len(attributes))
        target.start(local[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        target.end(local[name])

    def refuse(*_: object) -> None:
        raise _damaged(file)

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, target.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in _of_bearable_tags(stream, file):
            elements.count(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no name for it
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes no name for it
    except (ExpatError, ValueError) as error:
        raise _damaged(file) from error


def _of_bearable_tags(stream: IO[bytes], file: str) -> Iterator[bytes]:
    length = 0
    for chunk in chunks(stream):
        end = chunk.rfind(b">")
        length = len(chunk) - end if end >= 0 else length + len(chunk)
        if length > MAX_TAG_LENGTH:
            raise unreadable(file, "too_large", "has a text or a tag that is too long")
        yield chunk


def _damaged(file: str) -> InvalidRegister:
    return unreadable(file, "not_readable", "is damaged")
