-- Changes that are proposed, the events of mandates, and files that wait to be imported.
CREATE TABLE changesets (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    instrument TEXT,
    reason TEXT NOT NULL,
    steps TEXT NOT NULL,
    is_import BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    proposers TEXT NOT NULL,
    salt BLOB,
    sealed BLOB,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_changesets PRIMARY KEY ("row"),
    CONSTRAINT ck_changesets_known CHECK (known_until > known_from),
    CONSTRAINT fk_changesets_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_changesets_id ON changesets (id);
CREATE INDEX ix_changesets_known_from ON changesets (known_from, register_id);
CREATE INDEX ix_changesets_known_until ON changesets (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE INDEX ix_changesets_state ON changesets (register_id, state);
CREATE UNIQUE INDEX uq_changesets_id ON changesets (register_id, id) WHERE known_until IS NULL;

CREATE TRIGGER changesets_addition BEFORE INSERT ON changesets
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM changesets WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM changesets WHERE register_id IS NEW.register_id AND id IS NEW.id
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER changesets_closing BEFORE UPDATE ON changesets
WHEN NOT ((OLD.known_until IS NULL
            AND NEW.known_until IS NOT NULL
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.title IS OLD.title AND NEW.instrument IS OLD.instrument AND NEW.reason IS OLD.reason
            AND NEW.steps IS OLD.steps AND NEW.is_import IS OLD.is_import AND NEW.state IS OLD.state
            AND NEW.proposers IS OLD.proposers AND NEW.salt IS OLD.salt AND NEW.sealed IS OLD.sealed
            AND NEW.known_from IS OLD.known_from
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.reason = '' AND NEW.title = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.instrument IS OLD.instrument AND NEW.steps IS OLD.steps AND NEW.is_import IS OLD.is_import
            AND NEW.state IS OLD.state AND NEW.proposers IS OLD.proposers AND NEW.known_from IS OLD.known_from
            AND NEW.known_until IS OLD.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER changesets_deletion BEFORE DELETE ON changesets WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE events (
    "row" INTEGER NOT NULL,
    register_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    mandate_id CHAR(32) NOT NULL,
    event TEXT NOT NULL,
    effective_at DATETIME NOT NULL,
    retroactive BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    instrument TEXT,
    changeset_id CHAR(32),
    salt BLOB,
    sealed BLOB,
    CONSTRAINT pk_events PRIMARY KEY ("row"),
    CONSTRAINT fk_events_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_events_mandate_id ON events (mandate_id);
CREATE INDEX ix_events_version ON events (register_id, version);

CREATE TRIGGER events_addition BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE row IS NEW.row)
    OR NOT (EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.version <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.version))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER events_edit BEFORE UPDATE ON events
WHEN NOT (OLD.sealed IS NULL
        AND NEW.sealed IS NOT NULL
        AND NEW.salt IS NULL
        AND NEW.reason = ''
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
            (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
        AND NEW.row IS OLD.row AND NEW.register_id IS OLD.register_id AND NEW.version IS OLD.version
        AND NEW.mandate_id IS OLD.mandate_id AND NEW.event IS OLD.event AND NEW.effective_at IS OLD.effective_at
        AND NEW.retroactive IS OLD.retroactive AND NEW.instrument IS OLD.instrument
        AND NEW.changeset_id IS OLD.changeset_id)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER events_deletion BEFORE DELETE ON events WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE expected_checks (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    expectation TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_expected_checks PRIMARY KEY ("row"),
    CONSTRAINT ck_expected_checks_known CHECK (known_until > known_from),
    CONSTRAINT fk_expected_checks_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_expected_checks_id ON expected_checks (id);
CREATE INDEX ix_expected_checks_known_from ON expected_checks (known_from, register_id);
CREATE INDEX ix_expected_checks_known_until ON expected_checks (known_until, register_id)
    WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_expected_checks_name ON expected_checks (register_id, name) WHERE known_until IS NULL;

CREATE TRIGGER expected_checks_addition BEFORE INSERT ON expected_checks
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM expected_checks WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM expected_checks WHERE register_id IS NEW.register_id AND name IS NEW.name
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER expected_checks_closing BEFORE UPDATE ON expected_checks
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.name IS OLD.name AND NEW.expectation IS OLD.expectation AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER expected_checks_deletion BEFORE DELETE ON expected_checks WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE planned_changes (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    changeset_id CHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    entry_id CHAR(32) NOT NULL,
    "key" TEXT NOT NULL,
    from_row INTEGER,
    from_version INTEGER NOT NULL,
    fact TEXT NOT NULL,
    salt BLOB,
    sealed BLOB,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_planned_changes PRIMARY KEY ("row"),
    CONSTRAINT ck_planned_changes_known CHECK (known_until > known_from),
    CONSTRAINT fk_planned_changes_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_planned_changes_changeset_id ON planned_changes (changeset_id);
CREATE INDEX ix_planned_changes_id ON planned_changes (id);
CREATE INDEX ix_planned_changes_known_from ON planned_changes (known_from, register_id);
CREATE INDEX ix_planned_changes_known_until ON planned_changes (known_until, register_id)
    WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX uq_planned_changes_id ON planned_changes (register_id, id) WHERE known_until IS NULL;

CREATE TRIGGER planned_changes_addition BEFORE INSERT ON planned_changes
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM planned_changes WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM planned_changes WHERE register_id IS NEW.register_id AND id IS NEW.id
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER planned_changes_closing BEFORE UPDATE ON planned_changes
WHEN NOT ((OLD.known_until IS NULL
            AND NEW.known_until IS NOT NULL
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.changeset_id IS OLD.changeset_id AND NEW.position IS OLD.position
            AND NEW.table_name IS OLD.table_name AND NEW.kind IS OLD.kind AND NEW.entry_id IS OLD.entry_id
            AND NEW.key IS OLD.key AND NEW.from_row IS OLD.from_row AND NEW.from_version IS OLD.from_version
            AND NEW.fact IS OLD.fact AND NEW.salt IS OLD.salt AND NEW.sealed IS OLD.sealed
            AND NEW.known_from IS OLD.known_from
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.fact = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.changeset_id IS OLD.changeset_id AND NEW.position IS OLD.position
            AND NEW.table_name IS OLD.table_name AND NEW.kind IS OLD.kind AND NEW.entry_id IS OLD.entry_id
            AND NEW.key IS OLD.key AND NEW.from_row IS OLD.from_row AND NEW.from_version IS OLD.from_version
            AND NEW.known_from IS OLD.known_from AND NEW.known_until IS OLD.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER planned_changes_deletion BEFORE DELETE ON planned_changes WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE readings (
    changeset_id CHAR(32) NOT NULL,
    told TEXT NOT NULL,
    CONSTRAINT pk_readings PRIMARY KEY (changeset_id)
);

CREATE TABLE wishes (
    changeset_id CHAR(32) NOT NULL,
    name VARCHAR(100) NOT NULL,
    content BLOB NOT NULL,
    "plan" TEXT,
    CONSTRAINT pk_wishes PRIMARY KEY (changeset_id)
);

CREATE TABLE looks (
    register_id INTEGER NOT NULL,
    actor TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_looks PRIMARY KEY (register_id, actor),
    CONSTRAINT fk_looks_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);

CREATE TABLE uploads (
    id CHAR(32) NOT NULL,
    owner TEXT NOT NULL,
    organisation VARCHAR(20) NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    "plan" TEXT,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_uploads PRIMARY KEY (id)
);
CREATE INDEX ix_uploads_made_at ON uploads (made_at);

CREATE TABLE jobs (
    id CHAR(32) NOT NULL,
    owner TEXT NOT NULL,
    organisation VARCHAR(20) NOT NULL,
    upload_id CHAR(32) NOT NULL,
    task VARCHAR(8) NOT NULL,
    basis VARCHAR(64) NOT NULL,
    outcome TEXT,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT uq_jobs_upload_id_task UNIQUE (upload_id, task)
);
CREATE INDEX ix_jobs_made_at ON jobs (made_at);

CREATE TABLE import_answers (
    organisation VARCHAR(20) NOT NULL,
    layout VARCHAR(64) NOT NULL,
    "plan" TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_import_answers PRIMARY KEY (organisation, layout)
);
CREATE INDEX ix_import_answers_made_at ON import_answers (made_at);
