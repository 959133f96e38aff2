"""Where embedded databases and their keys are kept, unless a setting or an option names another folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import mandate_registry
from mandate_registry.errors import Unsafe


def default_data(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of embedded databases, unless another is named.

    It is `var` of a checkout, and `mandate-registry` among the user's own data where a wheel was installed (XDG Base
    Directory): never a folder that depends on where a command is started, for that would begin a second register.
    Unsafe when the user has no home.
    """
    if not mandate_registry.IS_INSTALLED:
        return mandate_registry.ROOT / "var"
    named = Path(environment.get("XDG_DATA_HOME", ""))
    try:
        return (named if named.is_absolute() else Path.home() / ".local" / "share") / "mandate-registry"
    except RuntimeError as error:
        raise Unsafe("there is no home folder to keep a database in: say where with --data") from error
