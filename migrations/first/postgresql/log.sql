-- The log and its Merkle tree.
CREATE TABLE log_entries (
    position BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    CONSTRAINT pk_log_entries PRIMARY KEY (position)
);
COMMENT ON COLUMN log_entries.position IS 'from 0, without a gap';
COMMENT ON COLUMN log_entries.entry IS 'canonical JSON (RFC 8785)';

CREATE FUNCTION guard_log_entries() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.position >= (SELECT size FROM log_heads)
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER log_entries_addition BEFORE INSERT ON log_entries FOR EACH ROW EXECUTE FUNCTION guard_log_entries();
CREATE TRIGGER log_entries_edit BEFORE UPDATE ON log_entries FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_entries_deletion BEFORE DELETE ON log_entries FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_entries_truncation BEFORE TRUNCATE ON log_entries EXECUTE FUNCTION refuse_edit();

CREATE TABLE log_heads (
    id INTEGER NOT NULL,
    size BIGINT NOT NULL,
    peaks BYTEA NOT NULL,
    CONSTRAINT pk_log_heads PRIMARY KEY (id)
);
COMMENT ON COLUMN log_heads.id IS 'always 1; who appends locks this row';
COMMENT ON COLUMN log_heads.size IS 'how many entries there are';
COMMENT ON COLUMN log_heads.peaks IS 'the hashes of its perfect subtrees, the largest first';
INSERT INTO log_heads (id, size, peaks) VALUES (1, 0, '');

CREATE FUNCTION guard_growing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id = OLD.id
        AND NEW.size > OLD.size
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER log_heads_growing BEFORE UPDATE ON log_heads FOR EACH ROW EXECUTE FUNCTION guard_growing();
CREATE TRIGGER log_heads_deletion BEFORE DELETE ON log_heads FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_heads_truncation BEFORE TRUNCATE ON log_heads EXECUTE FUNCTION refuse_edit();

CREATE TABLE log_subtrees (
    height INTEGER NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_log_subtrees PRIMARY KEY (height, position)
);
COMMENT ON COLUMN log_subtrees.height IS '8, 16, …: it has 2**height entries';

CREATE TRIGGER log_subtrees_edit BEFORE UPDATE ON log_subtrees FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_subtrees_deletion BEFORE DELETE ON log_subtrees FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_subtrees_truncation BEFORE TRUNCATE ON log_subtrees EXECUTE FUNCTION refuse_edit();

CREATE TABLE log_commitments (
    register_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    position BIGINT NOT NULL,
    commitment BYTEA NOT NULL,
    CONSTRAINT pk_log_commitments PRIMARY KEY (register_id, version),
    CONSTRAINT fk_log_commitments_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id),
    CONSTRAINT uq_log_commitments_position UNIQUE (position),
    CONSTRAINT fk_log_commitments_position_log_entries FOREIGN KEY(position) REFERENCES log_entries (position)
);
COMMENT ON COLUMN log_commitments.commitment IS 'canonical JSON: the digest of every row of the change';

CREATE TRIGGER log_commitments_edit BEFORE UPDATE ON log_commitments FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_commitments_deletion BEFORE DELETE ON log_commitments FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_commitments_truncation BEFORE TRUNCATE ON log_commitments EXECUTE FUNCTION refuse_edit();

CREATE TABLE log_receipts (
    id UUID NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_log_receipts PRIMARY KEY (id),
    CONSTRAINT uq_log_receipts_position UNIQUE (position),
    CONSTRAINT fk_log_receipts_position_log_entries FOREIGN KEY(position) REFERENCES log_entries (position)
);
COMMENT ON COLUMN log_receipts.id IS 'the jti of a receipt, which stays when the receipt goes';

CREATE TRIGGER log_receipts_edit BEFORE UPDATE ON log_receipts FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_receipts_deletion BEFORE DELETE ON log_receipts FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_receipts_truncation BEFORE TRUNCATE ON log_receipts EXECUTE FUNCTION refuse_edit();

CREATE TABLE log_checkpoints (
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_log_checkpoints PRIMARY KEY (size)
);
COMMENT ON COLUMN log_checkpoints.note IS 'signed (C2SP tlog-checkpoint)';

CREATE TRIGGER log_checkpoints_edit BEFORE UPDATE ON log_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_checkpoints_deletion BEFORE DELETE ON log_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER log_checkpoints_truncation BEFORE TRUNCATE ON log_checkpoints EXECUTE FUNCTION refuse_edit();

CREATE TABLE retention_terms (
    position BIGINT NOT NULL,
    days INTEGER,
    CONSTRAINT pk_retention_terms PRIMARY KEY (position)
);
COMMENT ON COLUMN retention_terms.position IS 'of the entry, which says since when';
COMMENT ON COLUMN retention_terms.days IS 'null: for ever';
