"""What the database itself refuses: to edit or delete what was recorded, whoever asks it.

A row may be added to a version of its register that is under way, and be known until such a version. A version is
under way when it has been counted in `registers` and its change has not been recorded in `changes`. Changes are
recorded in the order of their versions and of their moments: none comes before what was known already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MESSAGE = "what was recorded is neither edited nor deleted"
_UNDER_WAY = """EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND {version} <= version)
    AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= {version})"""

_ANY_UNDER_WAY = """EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
    (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))"""
_LATER = """NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id
    AND recorded_at IS NOT NULL AND (NEW.recorded_at IS NULL OR recorded_at >= NEW.recorded_at))"""
_NEWEST = "(SELECT max(recorded_at) FROM changes WHERE register_id = NEW.id)"


def for_dialect(dialect: str) -> Iterator[str]:
    """Yield what has to be there once before any table can be guarded."""
    if dialect == "postgresql":
        yield _function(
            "refuse_edit", f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        )
        yield _function("guard_addition", _unless(f"NEW.known_until IS NULL AND {_under_way('known_from')}"))
        same = _rest(" - 'known_until'")
        yield _function("guard_closing", _unless(f"OLD.known_until IS NULL AND {same} AND {_under_way('known_until')}"))


def for_known_table(dialect: str, table: str, columns: Sequence[str], unique: Sequence[str]) -> Iterator[str]:
    """Yield what guards a table of what registers say: rows are added and once closed, no more.

    `unique` are the columns that no two current rows of a register share; SQLite would let one replace the other.
    """
    if dialect == "postgresql":
        yield _trigger(f"{table}_addition", f"BEFORE INSERT ON {table} FOR EACH ROW", "guard_addition")
        yield _trigger(f"{table}_closing", f"BEFORE UPDATE ON {table} FOR EACH ROW", "guard_closing")
        yield from _never_deleted(table)
        return
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {_equal(['row'])})"
    if unique:
        there += f" OR EXISTS (SELECT 1 FROM {table} WHERE {_equal(['register_id', *unique])} AND known_until IS NULL)"
    adds = f"NEW.known_until IS NULL AND {_under_way('known_from')} AND NOT ({there})"
    yield _sqlite_trigger(f"{table}_addition", f"INSERT ON {table}", f"NOT ({adds})")
    yield _sqlite_trigger(f"{table}_closing", f"UPDATE ON {table}", f"NOT ({_closes(columns)})")
    yield _sqlite_trigger(f"{table}_deletion", f"DELETE ON {table}", "1")


def for_erasing(dialect: str, table: str, columns: Sequence[str], personal: Sequence[str]) -> Iterator[str]:
    """Yield what guards a known table in which the `personal` texts of a row may be erased too, with its salt.

    That is done by a change under way, and `sealed` says from then on what the log committed to. It takes the place of
    the trigger that lets a row only be closed, which is to be dropped before.
    """
    erases = _erases(dialect, columns, personal)
    if dialect == "postgresql":
        unclosed = _rest(" - 'known_until'")
        closes = f"OLD.known_until IS NULL AND {unclosed} AND {_under_way('known_until')}"
        yield _function(f"guard_{table}", _unless(f"({closes}) OR ({erases})"))
        yield _trigger(f"{table}_closing", f"BEFORE UPDATE ON {table} FOR EACH ROW", f"guard_{table}")
        return
    allowed = f"({_closes(columns)}) OR ({erases})"
    yield _sqlite_trigger(f"{table}_closing", f"UPDATE ON {table}", f"NOT ({allowed})")


def for_erasing_only(dialect: str, table: str, columns: Sequence[str], personal: Sequence[str]) -> Iterator[str]:
    """Yield what guards a table whose rows are only ever added, but for `personal` texts, as `for_erasing` has it.

    It takes the place of the trigger `_edit`, which is to be dropped before.
    """
    erases = _erases(dialect, columns, personal)
    if dialect == "postgresql":
        yield _function(f"guard_{table}_erasing", _unless(erases))
        yield _trigger(f"{table}_edit", f"BEFORE UPDATE ON {table} FOR EACH ROW", f"guard_{table}_erasing")
        return
    yield _sqlite_trigger(f"{table}_edit", f"UPDATE ON {table}", f"NOT ({erases})")


def for_log_table(dialect: str, table: str, key: Sequence[str]) -> Iterator[str]:
    """Yield what guards a table whose rows are only ever added; `key` is its primary key, if it has other columns.

    Where its rows bear a version, that is one under way.
    """
    fits = {
        "events": _under_way("version"),
        "changes": f"{_under_way('version')} AND {_LATER}",
        "log_entries": "NEW.position >= (SELECT size FROM log_heads)",
    }.get(table)
    if dialect == "postgresql":
        if fits:
            yield _function(f"guard_{table}", _unless(fits))
            yield _trigger(f"{table}_addition", f"BEFORE INSERT ON {table} FOR EACH ROW", f"guard_{table}")
        yield _trigger(f"{table}_edit", f"BEFORE UPDATE ON {table} FOR EACH ROW", "refuse_edit")
        yield from _never_deleted(table)
        return
    refused = [f"EXISTS (SELECT 1 FROM {table} WHERE {_equal(key)})"] if key else []
    refused += [f"NOT ({fits})"] if fits else []
    if refused:
        yield _sqlite_trigger(f"{table}_addition", f"INSERT ON {table}", " OR ".join(refused))
    yield _sqlite_trigger(f"{table}_edit", f"UPDATE ON {table}", "1")
    yield _sqlite_trigger(f"{table}_deletion", f"DELETE ON {table}", "1")


def for_registers(dialect: str) -> Iterator[str]:
    """Yield what guards the registers: their versions only count up, their last change is one, and none goes away."""
    same = "IS NOT DISTINCT FROM" if dialect == "postgresql" else "IS"
    changed = f"NEW.changed_at {same} OLD.changed_at OR NEW.changed_at {same} {_NEWEST}"
    grows = f"NEW.id = OLD.id AND NEW.oin = OLD.oin AND NEW.version >= OLD.version AND ({changed})"
    if dialect == "postgresql":
        yield _function("guard_counting", _unless(grows))
        yield _trigger("registers_counting", "BEFORE UPDATE ON registers FOR EACH ROW", "guard_counting")
        yield from _never_deleted("registers")
        return
    there = f"EXISTS (SELECT 1 FROM registers WHERE {_equal(['id'])} OR {_equal(['oin'])})"
    yield _sqlite_trigger("registers_replacement", "INSERT ON registers", there)
    yield _sqlite_trigger("registers_counting", "UPDATE ON registers", f"NOT ({grows})")
    yield _sqlite_trigger("registers_deletion", "DELETE ON registers", "1")


def for_log_head(dialect: str) -> Iterator[str]:
    """Yield what guards the head of the log: there is one, it only grows, and it never goes away."""
    grows = "NEW.id = OLD.id AND NEW.size > OLD.size"
    if dialect == "postgresql":
        yield _function("guard_growing", _unless(grows))
        yield _trigger("log_heads_growing", "BEFORE UPDATE ON log_heads FOR EACH ROW", "guard_growing")
        yield from _never_deleted("log_heads")
        return
    yield _sqlite_trigger("log_heads_replacement", "INSERT ON log_heads", "EXISTS (SELECT 1 FROM log_heads)")
    yield _sqlite_trigger("log_heads_growing", "UPDATE ON log_heads", f"NOT ({grows})")
    yield _sqlite_trigger("log_heads_deletion", "DELETE ON log_heads", "1")


def _closes(columns: Sequence[str]) -> str:
    """Tell, on SQLite, whether an update closes a row and changes nothing else."""
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns if column != "known_until")
    return f"OLD.known_until IS NULL AND NEW.known_until IS NOT NULL AND {same} AND {_under_way('known_until')}"


def _erases(dialect: str, columns: Sequence[str], personal: Sequence[str]) -> str:
    """Tell whether an update erases the personal texts and the salt of a row, seals it, and changes nothing else."""
    erased = " AND ".join(f"NEW.{column} = ''" for column in personal)
    free = {"salt", "sealed", *personal}
    if dialect == "postgresql":
        same = _rest("".join(f" - '{name}'" for name in sorted(free)))
    else:
        same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns if column not in free)
    sealed = "OLD.sealed IS NULL AND NEW.sealed IS NOT NULL AND NEW.salt IS NULL"
    return f"{sealed} AND {erased} AND {_ANY_UNDER_WAY} AND {same}"


def _rest(without: str) -> str:
    """Tell, on PostgreSQL, whether a row stays the same apart from some columns."""
    return f"to_jsonb(NEW){without} = to_jsonb(OLD){without}"


def _under_way(column: str) -> str:
    return _UNDER_WAY.format(version=f"NEW.{column}")


def _equal(columns: Sequence[str]) -> str:
    return " AND ".join(f"{column} IS NEW.{column}" for column in columns)


def _sqlite_trigger(name: str, event: str, refused_when: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} WHEN {refused_when} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"


def _never_deleted(table: str) -> Iterator[str]:
    yield _trigger(f"{table}_deletion", f"BEFORE DELETE ON {table} FOR EACH ROW", "refuse_edit")
    yield _trigger(f"{table}_truncation", f"BEFORE TRUNCATE ON {table}", "refuse_edit")


def _trigger(name: str, event: str, function: str) -> str:
    return f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION {function}()"


def _unless(condition: str) -> str:
    refusal = f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
    return f"IF {condition} THEN RETURN NEW; END IF; {refusal}"


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
