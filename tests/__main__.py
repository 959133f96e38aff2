"""`./mandates test`: every test. `--fast` is for every save, `--all` for the night; other arguments go to pytest.

`--coverage` measures the branches that the tests take, and prints how many of each package. `--all` alone goes on to
change the rules, one place after the other, and to see whether a test notices.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.support import coverage, mutation
from tests.support.selection import EVERYTHING, FAST

COVERAGE = "--coverage"


def main(arguments: list[str]) -> int:
    """Run the tests; returns the exit code of the first part that fails."""
    if {FAST, EVERYTHING} <= set(arguments):
        sys.exit(f"mandates: {FAST} and {EVERYTHING} exclude each other.")
    rest = [one for one in arguments if one != COVERAGE]
    if COVERAGE in arguments:
        coverage.FILE.unlink(missing_ok=True)
        code = _run([*coverage.COMMAND, "-m", "pytest", *rest])
        return coverage.report() or code if coverage.FILE.exists() else code or 1
    code = _run(["-m", "pytest", *rest])
    return code or (mutation.run() if arguments == [EVERYTHING] else 0)


def _run(arguments: list[str]) -> int:
    """Run Python and return its exit code; what would end this process ends that one, in its own good time."""
    with subprocess.Popen([sys.executable, *arguments]) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGINT))  # at which pytest cleans up
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the terminal sends it to the child too, which stops its servers
                continue


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    sys.exit(main(sys.argv[1:]))
