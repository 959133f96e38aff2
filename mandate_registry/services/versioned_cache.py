"""Values that are kept in memory for as long as the version of what they were made from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

MAX_BYTES = 256 * 1024 * 1024
"""How many bytes all values may take together, by estimate."""
SMALL = 1024


class VersionedCache:
    """Values that stay true as long as a version does: one for each name, the newest version's.

    The version is that of a row which is read, or compared, in the database whenever a value was used: nothing outdated
    is ever told. It is more than a number, which comes again when the database is restored (`version_state.states`).
    When there is no room for another value, those go that were not used for longest.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._values: OrderedDict[Any, tuple[Any, Any, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(
        self,
        name: Any,
        version: Any,
        make: Callable[[], T],
        *,
        is_good: Callable[[T], bool] = lambda _: True,
        size_of: Callable[[T], int] = lambda _: SMALL,
    ) -> T:
        """Return the value of this name at this version; `make` computes it if it is not cached or out of date.

        `size_of` estimates how many bytes a value takes.
        """
        with self._lock:
            kept = self._values.get(name)
            if kept and kept[0] == version:
                self._values.move_to_end(name)
        if kept and kept[0] == version and is_good(kept[1]):
            value: T = kept[1]
            return value
        value = make()
        self._put(name, version, value, size_of(value))
        return value

    def _put(self, name: Any, version: Any, value: Any, size: int) -> None:
        with self._lock:
            self._remove(name)
            self._values[name] = (version, value, size)
            self._size += size
            while self._size > self._max_bytes and len(self._values) > 1:
                self._remove(next(iter(self._values)))

    def _remove(self, name: Any) -> None:
        if kept := self._values.pop(name, None):
            self._size -= kept[2]
