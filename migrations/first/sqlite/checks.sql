-- Questions with their answers, receipts, and the keys that sign.
CREATE TABLE checks (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    register_version INTEGER NOT NULL,
    asker VARCHAR(20),
    actor TEXT NOT NULL,
    credential TEXT NOT NULL,
    channel TEXT NOT NULL,
    purpose TEXT,
    trace_id VARCHAR(32) NOT NULL,
    span_id VARCHAR(16) NOT NULL,
    parent_span_id VARCHAR(16),
    place INTEGER NOT NULL,
    release TEXT NOT NULL,
    kind TEXT NOT NULL,
    decision_type TEXT,
    outcome TEXT NOT NULL,
    reason TEXT,
    question TEXT NOT NULL,
    answer BLOB,
    recorded_at DATETIME NOT NULL,
    CONSTRAINT pk_checks PRIMARY KEY ("row"),
    CONSTRAINT uq_checks_id UNIQUE (id),
    CONSTRAINT fk_checks_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_checks_listed ON checks (register_id, "row", recorded_at);
CREATE INDEX ix_checks_recorded_at ON checks (recorded_at);
CREATE INDEX ix_checks_register ON checks (register_id, recorded_at);

CREATE TABLE check_subjects (
    check_id CHAR(32) NOT NULL,
    organisation VARCHAR(20) NOT NULL,
    number TEXT NOT NULL,
    CONSTRAINT pk_check_subjects PRIMARY KEY (check_id, organisation, number),
    CONSTRAINT fk_check_subjects_check_id_checks FOREIGN KEY(check_id) REFERENCES checks (id) ON DELETE CASCADE
);
CREATE INDEX ix_check_subjects_employee ON check_subjects (organisation, number);

CREATE TABLE signing_keys (
    kid VARCHAR(43) NOT NULL,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    signs_from DATETIME NOT NULL,
    revoked_at DATETIME,
    CONSTRAINT pk_signing_keys PRIMARY KEY (kid)
);

CREATE TABLE receipts (
    id CHAR(32) NOT NULL,
    check_id CHAR(32) NOT NULL,
    receipt TEXT NOT NULL,
    CONSTRAINT pk_receipts PRIMARY KEY (id),
    CONSTRAINT fk_receipts_id_log_receipts FOREIGN KEY(id) REFERENCES log_receipts (id),
    CONSTRAINT uq_receipts_check_id UNIQUE (check_id),
    CONSTRAINT fk_receipts_check_id_checks FOREIGN KEY(check_id) REFERENCES checks (id) ON DELETE CASCADE
);
