-- Questions with their answers, receipts, and the keys that sign.
CREATE TABLE checks (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
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
    answer BYTEA,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_checks PRIMARY KEY (row),
    CONSTRAINT uq_checks_id UNIQUE (id),
    CONSTRAINT fk_checks_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN checks.register_version IS 'which was the newest';
COMMENT ON COLUMN checks.asker IS 'the OIN of the organisation that asked; null: the installation itself';
COMMENT ON COLUMN checks.actor IS 'who asked: a person, else a credential';
COMMENT ON COLUMN checks.credential IS 'by what the asker was known';
COMMENT ON COLUMN checks.trace_id IS 'W3C Trace Context, as are the two after it';
COMMENT ON COLUMN checks.span_id IS 'one call may ask many questions';
COMMENT ON COLUMN checks.place IS 'of the questions of its call to this register, from 0';
COMMENT ON COLUMN checks.release IS 'of the registry, which answered';
COMMENT ON COLUMN checks.kind IS 'check or search';
COMMENT ON COLUMN checks.decision_type IS 'null: every one, in a search';
COMMENT ON COLUMN checks.outcome IS 'of the answer, or refused';
COMMENT ON COLUMN checks.reason IS 'why it was refused';
COMMENT ON COLUMN checks.question IS 'JSON, as it was asked';
COMMENT ON COLUMN checks.answer IS 'JSON, as it was told, compressed (zlib); null: nothing was';
CREATE INDEX ix_checks_listed ON checks (register_id, row, recorded_at);
CREATE INDEX ix_checks_recorded_at ON checks (recorded_at);
CREATE INDEX ix_checks_register ON checks (register_id, recorded_at);

CREATE TABLE check_subjects (
    check_id UUID NOT NULL,
    organisation VARCHAR(20) NOT NULL,
    number TEXT NOT NULL,
    CONSTRAINT pk_check_subjects PRIMARY KEY (check_id, organisation, number),
    CONSTRAINT fk_check_subjects_check_id_checks FOREIGN KEY(check_id) REFERENCES checks (id) ON DELETE CASCADE
);
COMMENT ON TABLE check_subjects IS
    'the employees whom a question was about, as the register found them: nobody else is told';
CREATE INDEX ix_check_subjects_employee ON check_subjects (organisation, number);

CREATE TABLE signing_keys (
    kid VARCHAR(43) NOT NULL,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    signs_from TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_signing_keys PRIMARY KEY (kid)
);
COMMENT ON COLUMN signing_keys.kid IS 'the thumbprint of the public key (RFC 7638)';
COMMENT ON COLUMN signing_keys.algorithm IS 'ES256 signs statements, Ed25519 the log''s checkpoints';
COMMENT ON COLUMN signing_keys.public_key IS 'JSON Web Key';
COMMENT ON COLUMN signing_keys.signs_from IS 'published before, so that others know it by then';
COMMENT ON COLUMN signing_keys.revoked_at IS 'from then on nothing that it signed is good by its signature alone';

CREATE TABLE receipts (
    id UUID NOT NULL,
    check_id UUID NOT NULL,
    receipt TEXT NOT NULL,
    CONSTRAINT pk_receipts PRIMARY KEY (id),
    CONSTRAINT fk_receipts_id_log_receipts FOREIGN KEY(id) REFERENCES log_receipts (id),
    CONSTRAINT uq_receipts_check_id UNIQUE (check_id),
    CONSTRAINT fk_receipts_check_id_checks FOREIGN KEY(check_id) REFERENCES checks (id) ON DELETE CASCADE
);
COMMENT ON COLUMN receipts.id IS 'its jti';
COMMENT ON COLUMN receipts.receipt IS 'signed (JWS); deleted with its check';
