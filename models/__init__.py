"""The tables: rows and their conversion to facts, no behaviour."""

from models.base import metadata
from models.cards import cards
from models.changesets import changesets, events, expected_checks, planned_changes, readings, wishes
from models.checks import check_subjects, checks
from models.credentials import credentials
from models.evidence import receipts, signing_keys
from models.facts import TABLES, as_fact, as_row
from models.keys import api_keys, key_secrets
from models.log import (
    log_checkpoints,
    log_commitments,
    log_entries,
    log_heads,
    log_receipts,
    log_subtrees,
    retention_terms,
)
from models.mandates import PUBLISHED, mandate_seats, mandates
from models.registers import changes, looks, registers
from models.replies import replies
from models.sessions import sessions, sign_ins
from models.uploads import import_answers, jobs, uploads

__all__ = [
    "PUBLISHED",
    "TABLES",
    "api_keys",
    "as_fact",
    "as_row",
    "cards",
    "changes",
    "changesets",
    "check_subjects",
    "checks",
    "credentials",
    "events",
    "expected_checks",
    "import_answers",
    "jobs",
    "key_secrets",
    "log_checkpoints",
    "log_commitments",
    "log_entries",
    "log_heads",
    "log_receipts",
    "log_subtrees",
    "looks",
    "mandate_seats",
    "mandates",
    "metadata",
    "planned_changes",
    "readings",
    "receipts",
    "registers",
    "replies",
    "retention_terms",
    "sessions",
    "sign_ins",
    "signing_keys",
    "uploads",
    "wishes",
]
