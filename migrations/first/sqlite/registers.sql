-- Registers and the changes of each.
CREATE TABLE registers (
    id INTEGER NOT NULL,
    oin VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    changed_at DATETIME,
    CONSTRAINT pk_registers PRIMARY KEY (id),
    CONSTRAINT uq_registers_oin UNIQUE (oin)
);

CREATE TRIGGER registers_replacement BEFORE INSERT ON registers
WHEN EXISTS (SELECT 1 FROM registers WHERE id IS NEW.id OR oin IS NEW.oin)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER registers_counting BEFORE UPDATE ON registers
WHEN NOT (NEW.id = OLD.id
        AND NEW.oin = OLD.oin
        AND NEW.version >= OLD.version
        AND (NEW.changed_at IS OLD.changed_at
            OR NEW.changed_at IS (SELECT max(recorded_at) FROM changes WHERE register_id = NEW.id)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER registers_deletion BEFORE DELETE ON registers WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE changes (
    register_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    recorded_at DATETIME,
    entered_at DATETIME NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    CONSTRAINT pk_changes PRIMARY KEY (register_id, version),
    CONSTRAINT fk_changes_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_changes_recorded_at ON changes (register_id, recorded_at);

CREATE TRIGGER changes_addition BEFORE INSERT ON changes
WHEN EXISTS (SELECT 1 FROM changes WHERE register_id IS NEW.register_id AND version IS NEW.version)
    OR NOT (EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.version <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND recorded_at IS NOT NULL
            AND (NEW.recorded_at IS NULL OR recorded_at >= NEW.recorded_at)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER changes_edit BEFORE UPDATE ON changes WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER changes_deletion BEFORE DELETE ON changes WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
