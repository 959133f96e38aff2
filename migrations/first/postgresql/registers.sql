-- Registers and the changes of each.
CREATE TABLE registers (
    id SERIAL NOT NULL,
    oin VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_registers PRIMARY KEY (id),
    CONSTRAINT uq_registers_oin UNIQUE (oin)
);
COMMENT ON COLUMN registers.version IS 'counts the changes; writers lock this row';
COMMENT ON COLUMN registers.changed_at IS 'when the last change was recorded; null: since ever';

CREATE FUNCTION refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION guard_addition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION guard_closing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.known_until IS NULL
        AND to_jsonb(NEW) - 'known_until' = to_jsonb(OLD) - 'known_until'
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until)
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION guard_counting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id = OLD.id
        AND NEW.oin = OLD.oin
        AND NEW.version >= OLD.version
        AND (NEW.changed_at IS NOT DISTINCT FROM OLD.changed_at
            OR NEW.changed_at IS NOT DISTINCT FROM (SELECT max(recorded_at) FROM changes WHERE register_id = NEW.id))
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER registers_counting BEFORE UPDATE ON registers FOR EACH ROW EXECUTE FUNCTION guard_counting();
CREATE TRIGGER registers_deletion BEFORE DELETE ON registers FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER registers_truncation BEFORE TRUNCATE ON registers EXECUTE FUNCTION refuse_edit();

CREATE TABLE changes (
    register_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    CONSTRAINT pk_changes PRIMARY KEY (register_id, version),
    CONSTRAINT fk_changes_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN changes.version IS 'of the register, from this change on';
COMMENT ON COLUMN changes.recorded_at IS 'from when the register is held to have known it; null: since ever';
COMMENT ON COLUMN changes.entered_at IS 'when it was entered: later only for a first import';
COMMENT ON COLUMN changes.actor IS 'who did it';
COMMENT ON COLUMN changes.act IS 'what was done, in a word';
CREATE INDEX ix_changes_recorded_at ON changes (register_id, recorded_at);

CREATE FUNCTION guard_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.version <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND recorded_at IS NOT NULL
            AND (NEW.recorded_at IS NULL OR recorded_at >= NEW.recorded_at))
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER changes_addition BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION guard_changes();
CREATE TRIGGER changes_edit BEFORE UPDATE ON changes FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER changes_deletion BEFORE DELETE ON changes FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER changes_truncation BEFORE TRUNCATE ON changes EXECUTE FUNCTION refuse_edit();
