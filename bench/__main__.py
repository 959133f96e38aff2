"""`./mandates bench`: how fast a check is, as ratios to floors of the same run."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
from collections.abc import Iterator
from itertools import product
from typing import NoReturn

from bench.databases import run_folder
from bench.measures import MEASURES, ONE_DATABASE, PEERS, SLOW, USUAL
from bench.plan import KINDS, LEVELS, Plan
from bench.report import Measured
from bench.saved_runs import ROOT, save, to_run

QUICK, FULL = (3.0, 3), (30.0, 10)
"""For how many seconds each load is sent in all, and in how many rounds."""
ENDING = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    """Measure, and print a table or JSON. The exit code is 1 if something is not as it must be."""
    parser = _parser()
    options = parser.parse_args()
    for name in options.only or ():
        if options.database not in (None, ONE_DATABASE.get(name, options.database)):
            parser.error(f"{name} is measured on {ONE_DATABASE[name]} only")
    for one in ENDING:
        signal.signal(one, _end)
    plan = _plan(options)
    measured = []
    with run_folder():
        for name, kind in product(_chosen(options), plan.kinds):
            if kind == ONE_DATABASE.get(name, kind):
                measured += _reported(MEASURES[name](plan, kind), as_table=not options.json)
    run = to_run(measured, plan)
    if options.save:
        print(f"written to {save(run).relative_to(ROOT)}", file=sys.stderr)
    if options.json:
        print(json.dumps(run, ensure_ascii=False))
    sys.exit(0 if all(one.holds for one in measured) else 1)


def _end(number: int, _frame: object) -> NoReturn:
    """End with exit code 130 or 143; servers are stopped and files removed first, which no other signal cuts short."""
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)


def _chosen(options: argparse.Namespace) -> list[str]:
    """Return the names of the measures to make."""
    usual = [name for name in USUAL if not (options.quick and name in SLOW)]
    chosen: list[str] = options.only or usual
    return [*chosen, PEERS] if options.peers and PEERS not in chosen else chosen


def _reported(values: Iterator[Measured], *, as_table: bool) -> list[Measured]:
    """Return the values, each of them printed as soon as it is there."""
    found = []
    for value in values:
        found.append(value)
        if as_table:
            print(value.as_line(), flush=True)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./mandates bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller registers and fewer rounds; under five minutes")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--keep", dest="save", action="store_true", help="write it to bench/results as well")
    parser.add_argument("--only", action="append", choices=MEASURES, help="make this measure; may be given again")
    parser.add_argument("--peers", action="store_true", help="compare with other engines too, installed in var/peers")
    parser.add_argument("--database", choices=KINDS, help="measure on this one")
    parser.add_argument("--seconds", type=_seconds, help="send each load for so many seconds, divided over the rounds")
    parser.add_argument("--rounds", type=_count, help="in so many rounds, of which the median counts")
    parser.add_argument("--connections", type=_count, action="append", help=f"how many; otherwise {LEVELS}")
    return parser


def _seconds(text: str) -> float:
    """Read a number of seconds above 0. Raises ArgumentTypeError, which the parser shows."""
    if not (text.isascii() and 0 < (seconds := _number(text)) < math.inf):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _count(text: str) -> int:
    """Read a whole number above 0. Raises ArgumentTypeError, which the parser shows."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def _plan(options: argparse.Namespace) -> Plan:
    seconds, rounds = QUICK if options.quick else FULL
    kinds = (options.database,) if options.database else KINDS
    levels = tuple(options.connections or LEVELS)
    return Plan(options.quick, options.seconds or seconds, options.rounds or rounds, kinds, levels)


if __name__ == "__main__":
    main()
