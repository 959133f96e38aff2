"""Sites that are built from the environment: nothing but the end of a process closes their installations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest

from mandate_registry import bootstrap
from mandate_registry.services.installation import Installation


@contextmanager
def closed_afterwards() -> Iterator[None]:
    """Close every installation that is built within the block."""
    build = bootstrap.build
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patched:

        def built(*arguments: Any, **options: Any) -> Installation:
            return opened.enter_context(closing(build(*arguments, **options)))

        patched.setattr(bootstrap, "build", built)
        yield
