"""`./mandates test`: every test. `--fast` is for every save, `--all` for the night; other arguments go to pytest."""

from __future__ import annotations

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(sys.argv[1:]))
