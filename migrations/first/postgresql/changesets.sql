-- Changes that are proposed, the events of mandates, and files that wait to be imported.
CREATE TABLE changesets (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    instrument TEXT,
    reason TEXT NOT NULL,
    steps TEXT NOT NULL,
    is_import BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    proposers TEXT NOT NULL,
    salt BYTEA,
    sealed BYTEA,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_changesets PRIMARY KEY (row),
    CONSTRAINT ck_changesets_known CHECK (known_until > known_from),
    CONSTRAINT fk_changesets_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN changesets.instrument IS 'the reference of the instrument that it carries out';
COMMENT ON COLUMN changesets.steps IS 'JSON: what happens to which mandate, in order';
COMMENT ON COLUMN changesets.is_import IS 'it has a plan made of a file, and no steps';
COMMENT ON COLUMN changesets.proposers IS 'everyone who had a hand in it: none of them approves it';
COMMENT ON COLUMN changesets.salt IS 'goes with title and reason into what the log commits to';
COMMENT ON COLUMN changesets.sealed IS 'what the log committed to, once title, reason and salt are erased';
CREATE INDEX ix_changesets_id ON changesets (id);
CREATE INDEX ix_changesets_known_from ON changesets (known_from, register_id);
CREATE INDEX ix_changesets_known_until ON changesets (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE INDEX ix_changesets_state ON changesets (register_id, state);
CREATE UNIQUE INDEX uq_changesets_id ON changesets (register_id, id) WHERE known_until IS NULL;

CREATE TRIGGER changesets_addition BEFORE INSERT ON changesets FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE FUNCTION guard_changesets() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (OLD.known_until IS NULL
            AND to_jsonb(NEW) - 'known_until' = to_jsonb(OLD) - 'known_until'
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.reason = '' AND NEW.title = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND to_jsonb(NEW) - 'reason' - 'salt' - 'sealed' - 'title'
                = to_jsonb(OLD) - 'reason' - 'salt' - 'sealed' - 'title')
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER changesets_closing BEFORE UPDATE ON changesets FOR EACH ROW EXECUTE FUNCTION guard_changesets();
CREATE TRIGGER changesets_deletion BEFORE DELETE ON changesets FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER changesets_truncation BEFORE TRUNCATE ON changesets EXECUTE FUNCTION refuse_edit();

CREATE TABLE events (
    row BIGSERIAL NOT NULL,
    register_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    mandate_id UUID NOT NULL,
    event TEXT NOT NULL,
    effective_at TIMESTAMP WITH TIME ZONE NOT NULL,
    retroactive BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    instrument TEXT,
    changeset_id UUID,
    salt BYTEA,
    sealed BYTEA,
    CONSTRAINT pk_events PRIMARY KEY (row),
    CONSTRAINT fk_events_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN events.version IS 'of the register: its change says who and when';
COMMENT ON COLUMN events.effective_at IS 'from when it counts in the world';
COMMENT ON COLUMN events.retroactive IS 'it counts from before it was entered';
COMMENT ON COLUMN events.salt IS 'goes with the reason into what the log commits to';
COMMENT ON COLUMN events.sealed IS 'what the log committed to, once the reason and the salt are erased';
CREATE INDEX ix_events_mandate_id ON events (mandate_id);
CREATE INDEX ix_events_version ON events (register_id, version);

CREATE FUNCTION guard_events() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.version <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.version)
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER events_addition BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION guard_events();
CREATE FUNCTION guard_events_erasing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.sealed IS NULL
        AND NEW.sealed IS NOT NULL
        AND NEW.salt IS NULL
        AND NEW.reason = ''
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
            (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
        AND to_jsonb(NEW) - 'reason' - 'salt' - 'sealed' = to_jsonb(OLD) - 'reason' - 'salt' - 'sealed'
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER events_edit BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION guard_events_erasing();
CREATE TRIGGER events_deletion BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER events_truncation BEFORE TRUNCATE ON events EXECUTE FUNCTION refuse_edit();

CREATE TABLE expected_checks (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    expectation TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_expected_checks PRIMARY KEY (row),
    CONSTRAINT ck_expected_checks_known CHECK (known_until > known_from),
    CONSTRAINT fk_expected_checks_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN expected_checks.expectation IS 'JSON: the question, and the answer that is expected';
CREATE INDEX ix_expected_checks_id ON expected_checks (id);
CREATE INDEX ix_expected_checks_known_from ON expected_checks (known_from, register_id);
CREATE INDEX ix_expected_checks_known_until ON expected_checks (known_until, register_id)
    WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_expected_checks_name ON expected_checks (register_id, name) WHERE known_until IS NULL;

CREATE TRIGGER expected_checks_addition BEFORE INSERT ON expected_checks FOR EACH ROW
    EXECUTE FUNCTION guard_addition();
CREATE TRIGGER expected_checks_closing BEFORE UPDATE ON expected_checks FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER expected_checks_deletion BEFORE DELETE ON expected_checks FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER expected_checks_truncation BEFORE TRUNCATE ON expected_checks EXECUTE FUNCTION refuse_edit();

CREATE TABLE planned_changes (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    changeset_id UUID NOT NULL,
    position INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    entry_id UUID NOT NULL,
    key TEXT NOT NULL,
    from_row BIGINT,
    from_version INTEGER NOT NULL,
    fact TEXT NOT NULL,
    salt BYTEA,
    sealed BYTEA,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_planned_changes PRIMARY KEY (row),
    CONSTRAINT ck_planned_changes_known CHECK (known_until > known_from),
    CONSTRAINT fk_planned_changes_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN planned_changes.position IS 'its place in the plan, from 1';
COMMENT ON COLUMN planned_changes.table_name IS 'of the entry';
COMMENT ON COLUMN planned_changes.kind IS 'added, changed, ended or withdrawn';
COMMENT ON COLUMN planned_changes.key IS 'what people call the entry';
COMMENT ON COLUMN planned_changes.from_row IS
    'the row of the entry that it was made from; null where nothing was said';
COMMENT ON COLUMN planned_changes.from_version IS 'the version of the register that it was made from';
COMMENT ON COLUMN planned_changes.fact IS 'JSON: what is to be said, or what is said no more';
COMMENT ON COLUMN planned_changes.salt IS 'goes with the fact into what the log commits to';
COMMENT ON COLUMN planned_changes.sealed IS 'what the log committed to, once the fact and the salt are erased';
CREATE INDEX ix_planned_changes_changeset_id ON planned_changes (changeset_id);
CREATE INDEX ix_planned_changes_id ON planned_changes (id);
CREATE INDEX ix_planned_changes_known_from ON planned_changes (known_from, register_id);
CREATE INDEX ix_planned_changes_known_until ON planned_changes (known_until, register_id)
    WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX uq_planned_changes_id ON planned_changes (register_id, id) WHERE known_until IS NULL;

CREATE TRIGGER planned_changes_addition BEFORE INSERT ON planned_changes FOR EACH ROW
    EXECUTE FUNCTION guard_addition();
CREATE FUNCTION guard_planned_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (OLD.known_until IS NULL
            AND to_jsonb(NEW) - 'known_until' = to_jsonb(OLD) - 'known_until'
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.fact = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND to_jsonb(NEW) - 'fact' - 'salt' - 'sealed' = to_jsonb(OLD) - 'fact' - 'salt' - 'sealed')
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER planned_changes_closing BEFORE UPDATE ON planned_changes FOR EACH ROW
    EXECUTE FUNCTION guard_planned_changes();
CREATE TRIGGER planned_changes_deletion BEFORE DELETE ON planned_changes FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER planned_changes_truncation BEFORE TRUNCATE ON planned_changes EXECUTE FUNCTION refuse_edit();

CREATE TABLE readings (
    changeset_id UUID NOT NULL,
    told TEXT NOT NULL,
    CONSTRAINT pk_readings PRIMARY KEY (changeset_id)
);
COMMENT ON COLUMN readings.told IS 'JSON: the answers, the rows, and what is left out';

CREATE TABLE wishes (
    changeset_id UUID NOT NULL,
    name VARCHAR(100) NOT NULL,
    content BYTEA NOT NULL,
    plan TEXT,
    CONSTRAINT pk_wishes PRIMARY KEY (changeset_id)
);
COMMENT ON COLUMN wishes.name IS 'of the file';
COMMENT ON COLUMN wishes.plan IS 'JSON: what is made of a spreadsheet; null: the file is a register';

CREATE TABLE looks (
    register_id INTEGER NOT NULL,
    actor TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_looks PRIMARY KEY (register_id, actor),
    CONSTRAINT fk_looks_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN looks.actor IS 'who looked';
COMMENT ON COLUMN looks.version IS 'of the register, up to and including';

CREATE TABLE uploads (
    id UUID NOT NULL,
    owner TEXT NOT NULL,
    organisation VARCHAR(20) NOT NULL,
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    plan TEXT,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_uploads PRIMARY KEY (id)
);
COMMENT ON COLUMN uploads.owner IS 'who sent it, and alone sees it';
COMMENT ON COLUMN uploads.organisation IS 'for whose register, OIN';
COMMENT ON COLUMN uploads.name IS 'of the file';
COMMENT ON COLUMN uploads.plan IS 'JSON: what is made of a spreadsheet; null: the file is a register';
CREATE INDEX ix_uploads_made_at ON uploads (made_at);

CREATE TABLE jobs (
    id UUID NOT NULL,
    owner TEXT NOT NULL,
    organisation VARCHAR(20) NOT NULL,
    upload_id UUID NOT NULL,
    task VARCHAR(8) NOT NULL,
    basis VARCHAR(64) NOT NULL,
    outcome TEXT,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT uq_jobs_upload_id_task UNIQUE (upload_id, task)
);
COMMENT ON COLUMN jobs.owner IS 'who began it, and alone sees it';
COMMENT ON COLUMN jobs.organisation IS 'for whose register the file is, OIN';
COMMENT ON COLUMN jobs.upload_id IS 'the file, which goes when it has been imported';
COMMENT ON COLUMN jobs.task IS 'foresee or import';
COMMENT ON COLUMN jobs.basis IS 'digest of what it was begun for';
COMMENT ON COLUMN jobs.outcome IS 'how it ended, and JSON: what came of it; null: it has not ended';
CREATE INDEX ix_jobs_made_at ON jobs (made_at);

CREATE TABLE import_answers (
    organisation VARCHAR(20) NOT NULL,
    layout VARCHAR(64) NOT NULL,
    plan TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_import_answers PRIMARY KEY (organisation, layout)
);
COMMENT ON COLUMN import_answers.organisation IS 'for whose register, OIN';
COMMENT ON COLUMN import_answers.layout IS 'SHA-256 of the headings';
COMMENT ON COLUMN import_answers.plan IS 'JSON: the answers, without cells, rows and names of people';
CREATE INDEX ix_import_answers_made_at ON import_answers (made_at);
