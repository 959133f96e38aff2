"""What is taken from elsewhere is what it is said to be, and light."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import mandate_registry.web

STATIC = Path(mandate_registry.web.__file__).parent / "static"
VENDOR = STATIC / "vendor"
OF_OUR_OWN = {"vendored.toml", "hashes.txt"}
KILOBYTE = 1024


def test_what_is_vendored_has_the_hashes_that_are_stated() -> None:
    lines = (VENDOR / "hashes.txt").read_text("utf-8").splitlines()
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {path.name: path for path in VENDOR.iterdir() if path.name not in OF_OUR_OWN}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == stated


def test_everything_vendored_is_pinned_and_may_be_used() -> None:
    listed = tomllib.loads((VENDOR / "vendored.toml").read_text("utf-8"))
    packages = listed["style"] + listed["file"]
    assert {one["licence"] for one in packages} == {"EUPL-1.2", "OFL-1.1"}
    assert [one["name"] for one in packages if len(one["sha256"]) != hashlib.sha256().digest_size * 2] == []


def test_the_look_of_a_page_weighs_less_than_100_kilobytes_and_its_letter_less_than_60() -> None:
    styles = [STATIC / "theme.css", STATIC / "page.css", VENDOR / "components.css"]
    assert sum(path.stat().st_size for path in styles) < 90 * KILOBYTE
    assert (VENDOR / "source-sans-3-latin-wght-normal.woff2").stat().st_size < 60 * KILOBYTE
