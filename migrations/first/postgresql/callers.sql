-- Who calls: keys, sessions, kept replies, and what employees show of their powers.
CREATE TABLE api_keys (
    id UUID NOT NULL,
    organisation VARCHAR(20),
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    person TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_api_keys PRIMARY KEY (id)
);
COMMENT ON COLUMN api_keys.organisation IS 'OIN; null for an administrator of the installation';
COMMENT ON COLUMN api_keys.person IS 'whose key it is: the same person over keys and roles';

CREATE TABLE key_secrets (
    digest BYTEA NOT NULL,
    key_id UUID NOT NULL,
    prefix TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    last_used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_key_secrets PRIMARY KEY (digest),
    CONSTRAINT fk_key_secrets_key_id_api_keys FOREIGN KEY(key_id) REFERENCES api_keys (id)
);
COMMENT ON TABLE key_secrets IS
    'a key keeps its id when its secret is rotated: both secrets are good while they overlap';
COMMENT ON COLUMN key_secrets.digest IS 'SHA-256 of the secret';
COMMENT ON COLUMN key_secrets.prefix IS 'the first characters, to recognise a secret by';
COMMENT ON COLUMN key_secrets.expires_at IS 'from when it is worth nothing; null: it lasts as long as its key';
COMMENT ON COLUMN key_secrets.last_used_at IS 'to the hour; null: never, as far as is known';
CREATE INDEX ix_key_secrets_key_id ON key_secrets (key_id);

CREATE TABLE replies (
    asker TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request VARCHAR(64) NOT NULL,
    status INTEGER,
    headers TEXT,
    body BYTEA,
    basis TEXT,
    kept_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_replies PRIMARY KEY (asker, idempotency_key)
);
COMMENT ON COLUMN replies.asker IS 'the key that asked';
COMMENT ON COLUMN replies.request IS 'SHA-256 of all that makes it the same request';
COMMENT ON COLUMN replies.status IS 'null only while the request is worked on';
COMMENT ON COLUMN replies.headers IS 'JSON: those that tell of the answer, such as Location and ETag';
COMMENT ON COLUMN replies.basis IS 'JSON: the rights that were used, and what was read';
CREATE INDEX ix_replies_kept_at ON replies (kept_at);

CREATE TABLE sessions (
    digest BYTEA NOT NULL,
    roles TEXT NOT NULL,
    organisation VARCHAR(20),
    credential TEXT NOT NULL,
    person TEXT,
    sign_out TEXT,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (digest)
);
COMMENT ON COLUMN sessions.digest IS 'SHA-256 of the token';
COMMENT ON COLUMN sessions.organisation IS 'OIN; null for an administrator of the installation';
COMMENT ON COLUMN sessions.credential IS 'by what the caller is known';
COMMENT ON COLUMN sessions.person IS 'whose it is: the same person over credentials and roles';
COMMENT ON COLUMN sessions.sign_out IS 'where one signs out at the issuer too; null: nowhere else';
COMMENT ON COLUMN sessions.used_at IS 'to the minute';

CREATE TABLE sign_ins (
    digest BYTEA NOT NULL,
    issuer TEXT NOT NULL,
    leads_to TEXT NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_ins PRIMARY KEY (digest)
);
COMMENT ON COLUMN sign_ins.digest IS 'SHA-256 of the token';
COMMENT ON COLUMN sign_ins.issuer IS 'at which he signs in';
COMMENT ON COLUMN sign_ins.leads_to IS 'the page of ours that he wants';
CREATE INDEX ix_sign_ins_ends_at ON sign_ins (ends_at);

CREATE TABLE cards (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    employee TEXT NOT NULL,
    digest BYTEA NOT NULL,
    decision_types TEXT NOT NULL,
    "case" TEXT,
    counterparty VARCHAR(20),
    partner VARCHAR(20),
    name TEXT NOT NULL,
    shows_limits BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by TEXT,
    times_shown INTEGER NOT NULL,
    last_shown_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_cards PRIMARY KEY (row),
    CONSTRAINT uq_cards_id UNIQUE (id),
    CONSTRAINT fk_cards_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id),
    CONSTRAINT uq_cards_digest UNIQUE (digest)
);
COMMENT ON COLUMN cards.employee IS 'the number of whose card it is';
COMMENT ON COLUMN cards.digest IS 'SHA-256 of the presentation code';
COMMENT ON COLUMN cards."case" IS 'in which it is shown';
COMMENT ON COLUMN cards.counterparty IS 'to whom decisions would be made, OIN';
COMMENT ON COLUMN cards.partner IS 'for which it is alone, OIN; null: for whoever holds it';
COMMENT ON COLUMN cards.name IS 'full, short or none';
CREATE INDEX ix_cards_employee ON cards (register_id, employee);

CREATE TABLE credentials (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    said TEXT NOT NULL,
    status_list INTEGER NOT NULL,
    place INTEGER NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_by TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by TEXT,
    reason TEXT,
    CONSTRAINT pk_credentials PRIMARY KEY (row),
    CONSTRAINT uq_credentials_status_list_place UNIQUE (status_list, place),
    CONSTRAINT uq_credentials_id UNIQUE (id),
    CONSTRAINT fk_credentials_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN credentials.number IS 'of the employee who holds it';
COMMENT ON COLUMN credentials.said IS 'canonical JSON: the position and the powers, without the name';
COMMENT ON COLUMN credentials.place IS 'in the status list, drawn at random';
COMMENT ON COLUMN credentials.issued_by IS 'a person, else a credential of the API';
COMMENT ON COLUMN credentials.revoked_at IS 'final, unlike what follows from the register';
COMMENT ON COLUMN credentials.reason IS 'why it was revoked';
CREATE INDEX ix_credentials_employee ON credentials (register_id, number);
