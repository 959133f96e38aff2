-- The log and its Merkle tree.
CREATE TABLE log_entries (
    position INTEGER NOT NULL,
    entry BLOB NOT NULL,
    CONSTRAINT pk_log_entries PRIMARY KEY (position)
);

CREATE TRIGGER log_entries_addition BEFORE INSERT ON log_entries
WHEN EXISTS (SELECT 1 FROM log_entries WHERE position IS NEW.position)
    OR NOT (NEW.position >= (SELECT size FROM log_heads))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_entries_edit BEFORE UPDATE ON log_entries WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_entries_deletion BEFORE DELETE ON log_entries WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE log_heads (
    id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    peaks BLOB NOT NULL,
    CONSTRAINT pk_log_heads PRIMARY KEY (id)
);
INSERT INTO log_heads (id, size, peaks) VALUES (1, 0, X'');

CREATE TRIGGER log_heads_replacement BEFORE INSERT ON log_heads
WHEN EXISTS (SELECT 1 FROM log_heads)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_heads_growing BEFORE UPDATE ON log_heads
WHEN NOT (NEW.id = OLD.id
        AND NEW.size > OLD.size)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_heads_deletion BEFORE DELETE ON log_heads WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE log_subtrees (
    height INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT pk_log_subtrees PRIMARY KEY (height, position)
);

CREATE TRIGGER log_subtrees_addition BEFORE INSERT ON log_subtrees
WHEN EXISTS (SELECT 1 FROM log_subtrees WHERE height IS NEW.height AND position IS NEW.position)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_subtrees_edit BEFORE UPDATE ON log_subtrees WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_subtrees_deletion BEFORE DELETE ON log_subtrees WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE log_commitments (
    register_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    CONSTRAINT pk_log_commitments PRIMARY KEY (register_id, version),
    CONSTRAINT fk_log_commitments_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id),
    CONSTRAINT uq_log_commitments_position UNIQUE (position),
    CONSTRAINT fk_log_commitments_position_log_entries FOREIGN KEY(position) REFERENCES log_entries (position)
);

CREATE TRIGGER log_commitments_addition BEFORE INSERT ON log_commitments
WHEN EXISTS (SELECT 1 FROM log_commitments WHERE register_id IS NEW.register_id AND version IS NEW.version)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_commitments_edit BEFORE UPDATE ON log_commitments WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_commitments_deletion BEFORE DELETE ON log_commitments WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE log_receipts (
    id CHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_log_receipts PRIMARY KEY (id),
    CONSTRAINT uq_log_receipts_position UNIQUE (position),
    CONSTRAINT fk_log_receipts_position_log_entries FOREIGN KEY(position) REFERENCES log_entries (position)
);

CREATE TRIGGER log_receipts_addition BEFORE INSERT ON log_receipts
WHEN EXISTS (SELECT 1 FROM log_receipts WHERE id IS NEW.id)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_receipts_edit BEFORE UPDATE ON log_receipts WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_receipts_deletion BEFORE DELETE ON log_receipts WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE log_checkpoints (
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    signed_at DATETIME NOT NULL,
    CONSTRAINT pk_log_checkpoints PRIMARY KEY (size)
);

CREATE TRIGGER log_checkpoints_addition BEFORE INSERT ON log_checkpoints
WHEN EXISTS (SELECT 1 FROM log_checkpoints WHERE size IS NEW.size)
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_checkpoints_edit BEFORE UPDATE ON log_checkpoints WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER log_checkpoints_deletion BEFORE DELETE ON log_checkpoints WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE retention_terms (
    position INTEGER NOT NULL,
    days INTEGER,
    CONSTRAINT pk_retention_terms PRIMARY KEY (position)
);
