"""The file of the keys that sign."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mandate_registry.errors import Unavailable, Unsafe
from mandate_registry.evidence.private_keys import UNUSABLE, Algorithm, PrivateKeys, make_key

ANYBODY_READS = 0o644


def written(file: Path, content: str) -> PrivateKeys:
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    return PrivateKeys.of(file)


def test_no_key_is_lost_when_several_are_made_at_once(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made = [make_key(Algorithm.CHECKPOINTS) for _ in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: PrivateKeys.of(file).add(key), made))
    assert {one["kid"] for one in json.loads(file.read_text())["keys"]} == {key.kid for key in made}


def test_without_a_file_there_are_no_keys_and_none_is_made() -> None:
    keys = PrivateKeys.of(None)
    assert (keys.is_damaged(), keys.set_aside_if_damaged()) == (False, None)
    with pytest.raises(Unavailable, match="MANDATES_SIGNING_KEYS must name the file"):
        keys.add(make_key(Algorithm.STATEMENTS))


KEY = make_key(Algorithm.STATEMENTS)
PUBLIC, PRIVATE = KEY.as_dict(private=False), KEY.as_dict(private=True)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"keys": 1}', '{"keys": [{}]}', '{"keys": [{"kty": "EC"}]}', "\x00" * 20]
    + [json.dumps({"keys": [one]}) for one in (PUBLIC, PRIVATE | {"kid": "another"}, PRIVATE | {"d": "AAAA"})],
)
def test_a_damaged_file_is_set_aside_as_it_is_and_new_keys_have_a_place(content: str, tmp_path: Path) -> None:
    keys = written(tmp_path / "keys.json", content)
    with pytest.raises(Unavailable, match=UNUSABLE):
        keys.find(str(KEY.kid))
    aside = keys.set_aside_if_damaged()
    assert aside is not None
    assert aside.read_text(encoding="utf-8") == content
    keys.add(KEY)
    assert keys.find(str(KEY.kid)).as_dict(private=True) == PRIVATE
    assert keys.set_aside_if_damaged() is None


def test_a_file_that_others_may_read_is_never_read_nor_set_aside(tmp_path: Path) -> None:
    keys = written(tmp_path / "keys.json", "{")
    (tmp_path / "keys.json").chmod(ANYBODY_READS)
    for attempt in (keys.is_damaged, keys.set_aside_if_damaged):
        with pytest.raises(Unsafe):
            attempt()


def test_what_cannot_be_read_is_said_with_its_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below_a_file, folder = tmp_path / "file" / "keys.json", tmp_path / "folder"
    folder.mkdir(0o700)
    for file, cause in ((below_a_file, "Not a directory"), (folder, "Is a directory")):
        with pytest.raises(Unsafe, match=f"{os.fspath(file)} cannot be read: {cause}"):
            PrivateKeys.of(file).is_damaged()
