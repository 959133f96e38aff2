-- Who calls: keys, sessions, kept replies, and what employees show of their powers.
CREATE TABLE api_keys (
    id CHAR(32) NOT NULL,
    organisation VARCHAR(20),
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    person TEXT,
    created_at DATETIME NOT NULL,
    revoked_at DATETIME,
    CONSTRAINT pk_api_keys PRIMARY KEY (id)
);

CREATE TABLE key_secrets (
    digest BLOB NOT NULL,
    key_id CHAR(32) NOT NULL,
    prefix TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    expires_at DATETIME,
    last_used_at DATETIME,
    CONSTRAINT pk_key_secrets PRIMARY KEY (digest),
    CONSTRAINT fk_key_secrets_key_id_api_keys FOREIGN KEY(key_id) REFERENCES api_keys (id)
);
CREATE INDEX ix_key_secrets_key_id ON key_secrets (key_id);

CREATE TABLE replies (
    asker TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request VARCHAR(64) NOT NULL,
    status INTEGER,
    headers TEXT,
    body BLOB,
    basis TEXT,
    kept_at DATETIME NOT NULL,
    CONSTRAINT pk_replies PRIMARY KEY (asker, idempotency_key)
);
CREATE INDEX ix_replies_kept_at ON replies (kept_at);

CREATE TABLE sessions (
    digest BLOB NOT NULL,
    roles TEXT NOT NULL,
    organisation VARCHAR(20),
    credential TEXT NOT NULL,
    person TEXT,
    sign_out TEXT,
    made_at DATETIME NOT NULL,
    used_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (digest)
);

CREATE TABLE sign_ins (
    digest BLOB NOT NULL,
    issuer TEXT NOT NULL,
    leads_to TEXT NOT NULL,
    ends_at DATETIME NOT NULL,
    CONSTRAINT pk_sign_ins PRIMARY KEY (digest)
);
CREATE INDEX ix_sign_ins_ends_at ON sign_ins (ends_at);

CREATE TABLE cards (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    employee TEXT NOT NULL,
    digest BLOB NOT NULL,
    decision_types TEXT NOT NULL,
    "case" TEXT,
    counterparty VARCHAR(20),
    partner VARCHAR(20),
    name TEXT NOT NULL,
    shows_limits BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    created_by TEXT NOT NULL,
    expires_at DATETIME NOT NULL,
    revoked_at DATETIME,
    revoked_by TEXT,
    times_shown INTEGER NOT NULL,
    last_shown_at DATETIME,
    CONSTRAINT pk_cards PRIMARY KEY ("row"),
    CONSTRAINT uq_cards_id UNIQUE (id),
    CONSTRAINT fk_cards_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id),
    CONSTRAINT uq_cards_digest UNIQUE (digest)
);
CREATE INDEX ix_cards_employee ON cards (register_id, employee);

CREATE TABLE credentials (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    said TEXT NOT NULL,
    status_list INTEGER NOT NULL,
    place INTEGER NOT NULL,
    issued_at DATETIME NOT NULL,
    issued_by TEXT NOT NULL,
    expires_at DATETIME NOT NULL,
    revoked_at DATETIME,
    revoked_by TEXT,
    reason TEXT,
    CONSTRAINT pk_credentials PRIMARY KEY ("row"),
    CONSTRAINT uq_credentials_status_list_place UNIQUE (status_list, place),
    CONSTRAINT uq_credentials_id UNIQUE (id),
    CONSTRAINT fk_credentials_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_credentials_employee ON credentials (register_id, number);
