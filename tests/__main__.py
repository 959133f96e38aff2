"""`./mandates test`: every test. `--fast` is for every save, `--all` for the night; other arguments go to pytest.

`--coverage` measures the branches that the tests take, and prints how many of each package. `--all` goes on to change
the rules, one place after the other, and to see whether a test notices.
"""

from __future__ import annotations

import subprocess
import sys

from tests.support import coverage, mutation, selection

COVERAGE = "--coverage"


def main(arguments: list[str]) -> int:
    """Run the tests; returns the exit code of the first part that fails."""
    rest = [one for one in arguments if one != COVERAGE]
    before = coverage.COMMAND if COVERAGE in arguments else []
    code = subprocess.run([sys.executable, *before, "-m", "pytest", *rest], check=False).returncode
    if COVERAGE in arguments:
        code = code or coverage.report()
    if selection.EVERYTHING in arguments:
        code = code or mutation.run()
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
