"""`receipt`: checking a receipt offline, without the registry or its database."""

from __future__ import annotations

import json
from typing import IO, Any

import click
from joserfc.jwk import Key

from mandate_registry.canonical import canonical
from mandate_registry.cli.checks import STATED, VERDICTS
from mandate_registry.cli.common import as_json, show_json, verifiers
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.evidence.receipts import FLAWS, LARGEST, Flaw, Receipt, key_set, log_entry, read, verify
from mandate_registry.log.checkpoints import read_proof
from mandate_registry.log.merkle import leaf_hash
from mandate_registry.log.signed_notes import Verifier
from mandate_registry.rules.plain_data import moment_of

MAX_KEY_SET_BYTES = 1_000_000
"""In bytes."""


@click.group("receipt")
def receipt() -> None:
    """Check receipts: what was answered, to whom and when, and who signed it."""


@receipt.command(name="verify")
@click.argument("file", type=click.File("rb"))
@click.option("--jwks", type=click.File("rb"), required=True, help="The keys, as /.well-known/jwks.json gave them.")
@click.option("--proof", type=click.File("rb"), help="The .tlog-proof of the receipt: that the log has it.")
@click.option(
    "--log-key", "log_keys", multiple=True, callback=verifiers, help="A key of the log, as /v1/log/keys says."
)
@as_json
def verify_command(
    file: IO[bytes],
    jwks: IO[bytes],
    proof: IO[bytes] | None,
    log_keys: list[Verifier],
    as_json: bool,  # noqa: FBT001 - a flag of click
) -> None:
    """Check the receipt in FILE (- is standard input) with a set of keys that was fetched from who signed it.

    Exits with 0 when it is genuine, 1 when it is not, and 2 when a file cannot be read. That it is genuine means that
    the registry named as the issuer said this: have the keys from that address. With --proof the log must have it too;
    what the log has is genuine also when its key has left the set, because it was revoked since.
    """
    keys = _keys(jwks)
    text = file.read(LARGEST + 2).decode("ascii", errors="replace").strip()
    found, logged = verify(text, keys, is_logged=proof is not None), None
    if proof is not None:
        found, logged = _proved(text, found, proof, log_keys)
    genuine = isinstance(found, Receipt)
    if as_json:
        show_json(_as_json(found) | ({"log": logged} if logged else {}))
    else:
        click.secho("GENUINE" if genuine else "NOT GENUINE", bold=True)
        for label, line in _lines(found) if isinstance(found, Receipt) else [("why", FLAWS[found])]:
            indented = line.replace("\n", "\n" + " " * 16)
            click.echo(f"  {label:13} {indented}")
        if logged:
            click.echo(f"  {'logged':13} entry {logged['index']}, by checkpoint {logged['size']} of {logged['origin']}")
    click.get_current_context().exit(0 if genuine else 1)


def _proved(
    text: str, found: Receipt | Flaw, proof: IO[bytes], log_keys: list[Verifier]
) -> tuple[Receipt | Flaw, dict[str, Any] | None]:
    """Hold a receipt against the proof that the log has it, by a checkpoint that one of these keys signed."""
    receipt = read(text)
    if receipt is None or found not in (receipt, Flaw.KEY_UNKNOWN):
        return found, None
    entry = log_entry(receipt.claims["register"]["organisation"], receipt.claims["jti"], text)
    try:
        carried = read_proof(proof.read(LARGEST).decode())
        checkpoint = carried.proves(leaf_hash(canonical(entry)), log_keys)
    except ValueError:
        return Flaw.NOT_LOGGED, None
    return receipt, {"origin": checkpoint.origin, "size": checkpoint.size, "index": carried.index}


def _as_json(found: Receipt | Flaw) -> dict[str, Any]:
    if isinstance(found, Receipt):
        return {"genuine": True, "kid": found.kid, "claims": found.claims}
    return {"genuine": False, "reason": {"code": found.value, "text": FLAWS[found]}}


def _keys(file: IO[bytes]) -> dict[str, Key]:
    try:
        given = json.loads(file.read(MAX_KEY_SET_BYTES))
        return key_set(given.get("keys") if isinstance(given, dict) else None)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(FieldError("jwks", "invalid_value", f"is no set of public keys ({error})")) from error


def _lines(found: Receipt) -> list[tuple[str, str]]:
    claims = found.claims
    question, answer, register = claims["question"], claims["answer"], claims["register"]
    lines = [("signed by", f"{claims['iss']}, with key {found.kid}"), ("told to", claims["aud"])]
    lines.append(("who", ", ".join(map(_named, question["employees"]))))
    lines.append(("what", f"{question['decisionType']} for {question['organisation']}"))
    lines += [(label, _written(question[name])) for name, label in CIRCUMSTANCES.items() if name in question]
    lines.append(("answer", VERDICTS.get(answer["outcome"], answer["outcome"])))
    at, known_at, evaluated_at = (moment_of(claims[name]) for name in ("at", "knownAt", "evaluatedAt"))
    if at > known_at:
        lines.append(("but", f"only as expected at {claims['knownAt']}: what was recorded since is not in it"))
    if answer["differsFromThen"] and known_at < evaluated_at:
        lines.append(("but", f"only as known at {claims['knownAt']}: by what was known when answered it was otherwise"))
    lines += [("why", reason["text"]) for reason in answer["reasons"]]
    stated = [one["text"] for one in answer["conditions"] if one["statedByAsker"]]
    lines += [("condition", f"{text}{STATED}") for text in stated]
    lines += [("sign with", answer["signatureLine"]["nl"])] if answer["signatureLine"] else []
    lines += [("at", claims["at"]), ("as known", claims["knownAt"]), ("answered", claims["evaluatedAt"])]
    lines.append(("register", f"version {register['version']} of {register['organisation']}"))
    lines.append(("log", f"{claims['log']['size']} entries in {claims['log']['origin']} before it"))
    return [*lines, ("check", claims["check"]), ("receipt", claims["jti"])]


CIRCUMSTANCES = {
    "amount": "amount",
    "case": "case",
    "counterparty": "counterparty",
    "unit": "unit",
    "about": "about",
    "confirmedConditions": "confirmed",
    "primaryDecisionBy": "objection to",
    "purpose": "purpose",
}
"""What else may be asked, and what it is called."""


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    if isinstance(value, dict):
        return " ".join(value[name] for name in ("value", "currency", "vat")) if "value" in value else _named(value)
    return str(value)


def _named(employee: dict[str, str]) -> str:
    prefix = f"{employee['organisation']}/" if "organisation" in employee else ""
    ways = dict.fromkeys(text for way, text in employee.items() if way not in ("organisation", "codeDigest"))
    return prefix + " ".join(ways)
