"""Writes the pages of docs/reference and docs/findings that follow from the code: run it after changing what they say.

`command-line.md` is what `--help` prints, `api.md` follows from `openapi.yaml`, `register-folder-columns.md` from the
facts and their words; `reasons.md`, `findings.md` and `docs/findings` from the rules and `mandate_registry/terms`. A
test holds that they are up to date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from mandate_registry import COMMAND  # noqa: E402 - a script finds the project by its own place
from mandate_registry.cli.__main__ import mandates  # noqa: E402 - see above
from mandate_registry.register_folder.column_help import EXPLANATIONS  # noqa: E402 - see above
from mandate_registry.register_folder.columns import ORGANISATION, TABLES  # noqa: E402 - see above
from mandate_registry.rules.answers import Reason  # noqa: E402 - see above
from mandate_registry.services.checks.disclosure import COLLAPSED  # noqa: E402 - see above
from mandate_registry.services.checks.reason_texts import REASON_TEXTS  # noqa: E402 - see above
from mandate_registry.terms import terms  # noqa: E402 - see above
from mandate_registry.terms.pages import finding_page  # noqa: E402 - see above

WIDTH = 100
METHODS = ("get", "post", "put", "patch", "delete")
NOTHING_SAID = "no_mandate"
"""What a partner is told for every reason that `COLLAPSED` leaves out."""

NOTE = "<!-- Written by scripts/reference.py: change what it reads, and run it again. -->\n\n"

COMMAND_LINE = f"""\
# The command line

Every command with its options, as `{COMMAND} COMMAND --help` prints them. The [how-to guides](../README.md#how-to) use
them.
"""
REASONS = """\
# Reasons

An answer that is no plain yes has one reason for each decision type that was judged. The table has them in the order of
the gates, which [the meaning of a check](check.md#the-gates-in-order) explains. A partner gets the general reason in
the third column instead, so that the answer says nothing about people or limits.

| reason | outcome | to a partner | in words |
|---|---|---|---|
"""
GENERAL = """
## General reasons

| reason | in words |
|---|---|
"""
FINDINGS = f"""\
# Findings

`{COMMAND} health`, the page *Findings* and `GET /v1/findings` report what a lawyer would have mended in a register.
Each kind has a page, which the service also serves at `/v1/findings/CODE`.

| finding | what it is | severity and article |
|---|---|---|
"""
API = """\
# The API

The contract is [`openapi.yaml`](../../openapi.yaml), served at `/v1/openapi.yaml` and as pages at `/api`. It says what
each operation takes and returns. This page lists the operations, with the [right](../explanation/security.md) that each
takes; without one it is open to everybody. Addresses begin with `/v1`.
"""
OPERATIONS = """
## {name}

{description}

| operation | what it does | right |
|---|---|---|
"""
COLUMNS = """\
# The columns of a register folder

Each file has these columns, in this order. Required columns are **bold**. The template has the same words as notes, in
Dutch too. [The register folder](register-folder.md) says how cells are written, and what the columns do in a check.
"""
FILE = """
## `{file}.csv`

{about}.

| column | meaning |
|---|---|
"""
PROBLEMS = """
## Problems

An error is a problem (RFC 9457), whose `type` leads to one of these pages.

"""


def pages() -> dict[str, str]:
    """Return the text of each page by its path below `docs`."""
    made = {
        "api": _api(),
        "command-line": _command_line(),
        "findings": _findings(),
        "reasons": _reasons(),
        "register-folder-columns": _columns(),
    }
    reference = {f"reference/{name}.md": NOTE + "".join(parts) for name, parts in made.items()}
    return reference | {f"findings/{code}.md": finding_page(code) for code in terms("findings")}


def _command_line() -> Iterator[str]:
    yield COMMAND_LINE
    yield from _command(mandates, COMMAND, None)


def _command(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """Yield the help of a command, and of each command below it."""
    context = click.Context(command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH)
    yield f"\n## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for one in sorted(command.commands):
            yield from _command(command.commands[one], one, context)


def _reasons() -> Iterator[str]:
    yield REASONS
    for one in Reason:
        yield f"| `{one}` | `{one.outcome}` | `{COLLAPSED.get(one, NOTHING_SAID)}` | {REASON_TEXTS[one]} |\n"
    yield GENERAL
    for code in sorted({NOTHING_SAID, *COLLAPSED.values()}):
        yield f"| `{code}` | {REASON_TEXTS[code]} |\n"


def _findings() -> Iterator[str]:
    yield FINDINGS
    for code, term in sorted(terms("findings").items()):
        title, severity = (term.texts[key]["en"] for key in ("title", "severity"))
        article = term.values.get("article")
        yield f"| [`{code}`](../findings/{code}.md) | {title} | {severity}{f', {article}' if article else ''} |\n"


def _columns() -> Iterator[str]:
    yield COLUMNS
    for table in (ORGANISATION, *TABLES):
        about = terms("tables")["organisations" if table is ORGANISATION else table.name].texts["about"]["en"]
        yield FILE.format(file=table.name, about=about)
        for column in table.columns:
            name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
            yield f"| {name} | {EXPLANATIONS[table.name][column.name].en} |\n"


def _api() -> Iterator[str]:
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    yield API
    for tag in contract["tags"]:
        yield OPERATIONS.format(**tag)
        yield from _operations(contract["paths"], tag["name"])
    yield PROBLEMS
    for page in sorted((ROOT / "docs/problems").glob("*.md")):
        title = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        yield f"- [`{page.stem}`](../problems/{page.name}): {title}\n"


def _operations(paths: dict[str, dict[str, Any]], tag: str) -> Iterator[str]:
    for path, item in paths.items():
        for method, one in ((method, item[method]) for method in METHODS if method in item):
            if tag in one["tags"]:
                yield f"| `{method.upper()} {path}` | {one['summary']} | {one.get('x-right', '-')} |\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    for name, text in pages().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
