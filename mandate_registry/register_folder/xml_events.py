"""XML from strangers, told element by element: nothing of it is kept but what is asked for."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from mandate_registry.register_folder.archives import chunks
from mandate_registry.register_folder.problems import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mandate_registry.register_folder.problems import InvalidRegister

DEEPEST = 250
"""So deep may elements stand within one another."""
LONGEST_TAG = 1 << 20
"""So many bytes may come without an end of a tag: the parser keeps a tag until it is whole."""


class Target(Protocol):
    """What is told of elements by their names without namespaces."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element; attributes of another namespace have its name and a blank before theirs."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def data(self, data: str) -> None:
        """Take text."""


class _Local(dict[str, str]):
    """Names without their namespaces."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(" ")[2]
        return local


def tell(stream: IO[bytes], target: Target, file: str) -> None:
    """Call a target with each element and text of an XML document, read from a stream chunk by chunk.

    `file` is its name in errors. Raises InvalidRegister when the document is damaged or not safe to read, and what the
    target raises.
    """
    parser = ParserCreate(namespace_separator=" ")
    local, depth = _Local(), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _damaged(file)
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
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no name for it
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes no name for it
    except (ExpatError, ValueError) as error:
        raise _damaged(file) from error


def _of_bearable_tags(stream: IO[bytes], file: str) -> Iterator[bytes]:
    length = 0
    for chunk in chunks(stream):
        end = chunk.rfind(b">")
        length = len(chunk) - end if end >= 0 else length + len(chunk)
        if length > LONGEST_TAG:
            raise unreadable(file, "too_large", "has a text or a tag that is too long")
        yield chunk


def _damaged(file: str) -> InvalidRegister:
    return unreadable(file, "not_readable", "is damaged")
