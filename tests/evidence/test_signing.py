"""The file of the keys that sign."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mandate_registry.evidence.signing import Algorithm, PrivateKeys, make_key


def test_no_key_is_lost_when_several_are_made_at_once(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made = [make_key(Algorithm.CHECKPOINTS) for _ in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: PrivateKeys.of(file).add(key), made))
    assert {one["kid"] for one in json.loads(file.read_text())["keys"]} == {key.kid for key in made}
