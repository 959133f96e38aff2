"""`forget` erases the name of somebody who left, and of nobody else."""

from __future__ import annotations

from pathlib import Path

from tests.cli.support import loaded, run
from tests.support.demo import WIERDENLAND


def test_who_still_works_there_is_not_forgotten(tmp_path: Path) -> None:
    data = loaded(tmp_path, "sample/wierdenland")
    done = run("forget", "--data", data, "--organisation", WIERDENLAND, "--employee", "W-012")
    assert (done.code, done.out) == (2, "")
    assert "end that first" in done.err
    assert run("forget", "--data", data, "--organisation", WIERDENLAND, "--employee", "W-999").code == 2
