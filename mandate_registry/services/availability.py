"""A database that cannot be reached, as everybody above it meets it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mandate_registry.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def or_unavailable() -> Iterator[None]:
    """Turn a database that is lost, locked or full into one plain error."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise Unavailable("The register cannot be reached now; try again later.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("The register cannot be reached now; try again later.") from error
        raise
