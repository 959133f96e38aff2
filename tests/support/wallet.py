"""A wallet and a relying party from npm, as `tests/tools/wallet.mjs` sets them up."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.npm import TOOLS


class RefusedError(Exception):
    """What the wallet or the relying party refused, and why."""


class Wallet:
    """Asks the running script, a line for a line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def key(self) -> dict[str, str]:
        """Return the public key of the holder."""
        return dict(self._ask("key"))

    def present(self, credential: str, frame: dict[str, Any], nonce: str) -> str:
        """Show a part of a credential."""
        return str(self._ask("present", credential=credential, frame=frame, nonce=nonce))

    def verify(self, presentation: str, nonce: str = "", *, bound: bool = True) -> dict[str, Any]:
        """Return what the relying party says of a presentation."""
        return dict(self._ask("verify", presentation=presentation, nonce=nonce, bound=bound))

    def _ask(self, does: str, **asked: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"does": does} | asked), file=self._process.stdin, flush=True)
        told = json.loads(self._process.stdout.readline())
        if "error" in told:
            raise RefusedError(told["error"])
        return told["answer"]


@contextmanager
def wallet() -> Iterator[Wallet]:
    """Run them until the end of the block; their tools are installed."""
    command = ["node", "wallet.mjs"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=TOOLS, text=True, stdin=pipe, stdout=pipe) as process:
        try:
            yield Wallet(process)
        finally:
            process.terminate()
