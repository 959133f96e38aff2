"""`./mandates bench`: how fast a check is, as ratios: to an endpoint that does nothing, and beside a load."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load import waiting
from bench.log import slowing
from bench.questions import question
from bench.registers import register
from bench.server import Client, serving
from tests.support import postgres, shared

SIZES = {"quick": (1_000, 10_000), "full": (1_000, 100_000)}
ENTRIES = {"quick": 200_000, "full": 10_000_000}
ROUNDS = {"quick": 15, "full": 30}
PER_ROUND = 20
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio must at least be, and what would be splendid. Ratios say how many times as fast: more is better."""

    must: float
    stretch: float


TARGETS = {
    "single check ÷ empty endpoint": Target(0.02, 0.5),
    "check in a batch ÷ single check": Target(1.0, 4.0),
    "check with a receipt ÷ without one": Target(0.4, 0.9),
    "check among many mandates ÷ among 1,000": Target(0.5, 0.9),
    "answer about nobody and about somebody without a mandate, the shorter ÷ the longer": Target(0.9, 0.98),
    "append to a log of 1,000 entries ÷ to a long one": Target(0.3, 0.9),
    "proofs from a log of 1,000 entries ÷ from a long one": Target(0.2, 0.5),
}


BESIDE, MAX_MORE = Target(0.05, 0.7), 100
"""What a ratio beside a load must be, and how many milliseconds more the slowest twentieth of checks may take."""


@dataclass(frozen=True, slots=True)
class Result:
    """One ratio as measured."""

    name: str
    ratio: float
    must: float
    stretch: float
    holds: bool


def main() -> None:
    """Measure on both databases and print the ratios."""
    parser = argparse.ArgumentParser(prog="./mandates bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller registers and fewer rounds; under five minutes")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument(
        "--waiting", action="store_true", help="only how long others wait beside large calls and floods"
    )
    options = parser.parse_args()
    mode = "quick" if options.quick else "full"
    measures = [_measure_waiting] if options.waiting else [_measure, _measure_waiting]
    results = [result for kind in ("sqlite", "postgresql") for measure in measures for result in measure(kind, mode)]
    results += [] if options.waiting else _measure_log(mode)
    if options.json:
        print(json.dumps({"results": [asdict(result) for result in results]}, ensure_ascii=False))
    else:
        for result in results:
            verdict = "holds" if result.holds else "DOES NOT HOLD"
            print(f"{result.name:92} {result.ratio:6.2f}  (must {result.must}, stretch {result.stretch})  {verdict}")
    sys.exit(0 if all(result.holds for result in results) else 1)


def _measure(kind: str, mode: str) -> Iterator[Result]:
    small, large = SIZES[mode]
    rounds = ROUNDS[mode]
    with _database(kind) as url, serving(url, register(small)) as (client, _):
        single, empty = _paired(client, rounds)
        batch = _in_a_batch(client, max(rounds // 5, 3))
        two_noes = _two_noes(client, rounds)
        signed = _signed(client, rounds)
    with _database(kind) as url, serving(url, register(large)) as (client, _):
        among_many, floor = _paired(client, rounds)
    yield _result("single check ÷ empty endpoint", kind, empty / single)
    yield _result("check in a batch ÷ single check", kind, single / batch)
    yield _result("answer about nobody and about somebody without a mandate, the shorter ÷ the longer", kind, two_noes)
    yield _result("check with a receipt ÷ without one", kind, signed)
    growth = (single / empty) / (among_many / floor)
    yield _result("check among many mandates ÷ among 1,000", kind, growth, f"{large:,}")


def _measure_waiting(kind: str, mode: str) -> Iterator[Result]:
    """Compare how long a check takes alone and while another partner sends much: what most take, and the slowest."""
    with _database(kind) as url, serving(url, register(SIZES[mode][0])) as (client, other):
        for load, before, during in waiting(client, other, mode):
            more = 1000 * (during.p95 - before.p95)
            for name, ratio in (("p50", before.p50 / during.p50), ("p95", before.p95 / during.p95)):
                label = f"check alone ÷ beside {load}, {name} ({kind}; p95 {more:+.0f} ms)"
                yield Result(
                    label, round(ratio, 3), BESIDE.must, BESIDE.stretch, ratio >= BESIDE.must and more < MAX_MORE
                )


def _measure_log(mode: str) -> Iterator[Result]:
    append, proof = slowing(ENTRIES[mode])
    yield _result("append to a log of 1,000 entries ÷ to a long one", "sqlite", append, f"{ENTRIES[mode]:,}")
    yield _result("proofs from a log of 1,000 entries ÷ from a long one", "sqlite", proof, f"{ENTRIES[mode]:,}")


def _result(name: str, kind: str, ratio: float, note: str = "") -> Result:
    target = TARGETS[name]
    label = f"{name} ({', '.join(filter(None, (kind, note)))})"
    return Result(label, round(ratio, 3), target.must, target.stretch, ratio >= target.must)


def _paired(client: Client, rounds: int) -> tuple[float, float]:
    """Measure a check and the empty endpoint in turn; give the median of each, in seconds."""
    asked = json.dumps(question(7)).encode()
    assert client.post("/v1/checks", asked)["outcome"]
    checks, floors = [], []
    for _ in range(rounds):
        floors.append(client.seconds("/empty/", asked, PER_ROUND))
        checks.append(client.seconds("/v1/checks", asked, PER_ROUND))
    return statistics.median(checks), statistics.median(floors)


def _signed(client: Client, rounds: int) -> float:
    """Compare a check whose answer is signed with one whose answer is not."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds):
        for receipt, seconds in took.items():
            asked = json.dumps(question(7) | {"receipt": receipt}).encode()
            seconds.append(client.seconds("/v1/checks", asked, PER_ROUND))
    return statistics.median(took[False]) / statistics.median(took[True])


def _two_noes(client: Client, rounds: int) -> float:
    """Compare how long the two kinds of no take that a partner must not tell apart: t25 is kept from e3 to e19."""
    noes: dict[str, list[float]] = {"e": [], "nobody-": []}
    for number in range(rounds * PER_ROUND):
        for kind, seconds in noes.items():
            asked = question(7) | {"employees": [{"number": f"{kind}{3 + number % 17}"}], "decisionType": "t25"}
            seconds.append(client.seconds("/v1/checks", json.dumps(asked).encode(), 1))
    shorter, longer = sorted(statistics.median(seconds) for seconds in noes.values())
    return shorter / longer


def _in_a_batch(client: Client, rounds: int) -> float:
    """Return the seconds that one check takes among a batch of them."""
    body = json.dumps({"checks": [question(n) for n in range(BATCH)]}).encode()
    assert len(client.post("/v1/checks/_batch", body)["items"]) == BATCH
    return statistics.median(client.seconds("/v1/checks/_batch", body, 1) for _ in range(rounds)) / BATCH


@contextmanager
def _database(kind: str) -> Iterator[str]:
    shared.create()
    try:
        if kind == "sqlite":
            with tempfile.TemporaryDirectory() as folder:
                yield f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        else:
            with postgres.database(None) as url:
                yield url
    finally:
        postgres.stop()
        shared.remove()


if __name__ == "__main__":
    main()
