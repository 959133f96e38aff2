-- What registers say of mandates, what they rest on, and who may ask about them.
CREATE TABLE instruments (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    adopted_by TEXT NOT NULL,
    adopted_on DATE,
    published_as TEXT NOT NULL,
    publication_url TEXT NOT NULL,
    in_force_from DATE,
    retroactive_to DATE,
    salt BYTEA,
    sealed BYTEA,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_instruments PRIMARY KEY (row),
    CONSTRAINT ck_instruments_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_instruments_known CHECK (known_until > known_from),
    CONSTRAINT fk_instruments_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN instruments.salt IS 'goes with the title into what the log commits to';
COMMENT ON COLUMN instruments.sealed IS 'what the log committed to, once the title and the salt are erased';
CREATE INDEX ix_instruments_id ON instruments (id);
CREATE INDEX ix_instruments_known_from ON instruments (known_from, register_id);
CREATE INDEX ix_instruments_known_until ON instruments (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_instruments_reference ON instruments (register_id, reference) WHERE known_until IS NULL;

CREATE TRIGGER instruments_addition BEFORE INSERT ON instruments FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE FUNCTION guard_instruments() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (OLD.known_until IS NULL
            AND to_jsonb(NEW) - 'known_until' = to_jsonb(OLD) - 'known_until'
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.title = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND to_jsonb(NEW) - 'salt' - 'sealed' - 'title' = to_jsonb(OLD) - 'salt' - 'sealed' - 'title')
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER instruments_closing BEFORE UPDATE ON instruments FOR EACH ROW EXECUTE FUNCTION guard_instruments();
CREATE TRIGGER instruments_deletion BEFORE DELETE ON instruments FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER instruments_truncation BEFORE TRUNCATE ON instruments EXECUTE FUNCTION refuse_edit();

CREATE TABLE mandates (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    kinds TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    seats TEXT NOT NULL,
    decision_types TEXT NOT NULL,
    reservations TEXT NOT NULL,
    above_amount BIGINT,
    max_amount BIGINT,
    currency VARCHAR(3) NOT NULL,
    vat TEXT NOT NULL,
    cases TEXT NOT NULL,
    counterparties TEXT NOT NULL,
    within TEXT NOT NULL,
    conditions TEXT NOT NULL,
    instructions TEXT NOT NULL,
    sub_mandating INTEGER NOT NULL,
    sub_mandating_only TEXT NOT NULL,
    sub_mandating_except TEXT NOT NULL,
    parent TEXT,
    legal_basis TEXT NOT NULL,
    instrument TEXT,
    holder_consent TIMESTAMP WITH TIME ZONE,
    superior_consent TIMESTAMP WITH TIME ZONE,
    no_superior TEXT,
    consent_statute TEXT,
    not_about_oneself TEXT,
    disclosure TEXT NOT NULL,
    approved BOOLEAN NOT NULL,
    suspensions TEXT NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_mandates PRIMARY KEY (row),
    CONSTRAINT ck_mandates_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_mandates_known CHECK (known_until > known_from),
    CONSTRAINT fk_mandates_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN mandates.no_superior IS 'yes: nobody to give the second consent; null: not stated';
COMMENT ON COLUMN mandates.consent_statute IS 'the statute that provides for the mandate (Awb 10:4 lid 2)';
COMMENT ON COLUMN mandates.not_about_oneself IS 'yes: never about those who act; null: not stated';
CREATE INDEX ix_mandates_id ON mandates (id);
CREATE INDEX ix_mandates_known_from ON mandates (known_from, register_id);
CREATE INDEX ix_mandates_known_until ON mandates (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE INDEX ix_mandates_number ON mandates (register_id, number);
CREATE UNIQUE INDEX ix_mandates_number_valid_from ON mandates (register_id, number, valid_from)
    WHERE known_until IS NULL;
CREATE INDEX ix_mandates_published ON mandates (register_id, row, valid_from, valid_until)
    WHERE disclosure = 'public' AND known_until IS NULL;
CREATE INDEX ix_mandates_published_row ON mandates (row) WHERE disclosure = 'public' AND known_until IS NULL;

CREATE TRIGGER mandates_addition BEFORE INSERT ON mandates FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER mandates_closing BEFORE UPDATE ON mandates FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER mandates_deletion BEFORE DELETE ON mandates FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER mandates_truncation BEFORE TRUNCATE ON mandates EXECUTE FUNCTION refuse_edit();

CREATE TABLE mandate_seats (
    register_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    CONSTRAINT pk_mandate_seats PRIMARY KEY (register_id, name, number),
    CONSTRAINT fk_mandate_seats_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON TABLE mandate_seats IS
    'every name that a seat of a mandate ever bore, for finding the mandates that could concern somebody';
COMMENT ON COLUMN mandate_seats.name IS 'a name in a seat: position:CODE, employee:NUMBER, …, anyone';
COMMENT ON COLUMN mandate_seats.number IS 'of the mandate';

CREATE TRIGGER mandate_seats_edit BEFORE UPDATE ON mandate_seats FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER mandate_seats_deletion BEFORE DELETE ON mandate_seats FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER mandate_seats_truncation BEFORE TRUNCATE ON mandate_seats EXECUTE FUNCTION refuse_edit();

CREATE TABLE agreements (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    partner VARCHAR(20) NOT NULL,
    decision_types TEXT NOT NULL,
    units TEXT NOT NULL,
    lists BOOLEAN NOT NULL,
    basis TEXT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_agreements PRIMARY KEY (row),
    CONSTRAINT ck_agreements_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_agreements_known CHECK (known_until > known_from),
    CONSTRAINT fk_agreements_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN agreements.partner IS 'OIN';
CREATE INDEX ix_agreements_id ON agreements (id);
CREATE INDEX ix_agreements_known_from ON agreements (known_from, register_id);
CREATE INDEX ix_agreements_known_until ON agreements (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_agreements_number ON agreements (register_id, number) WHERE known_until IS NULL;

CREATE TRIGGER agreements_addition BEFORE INSERT ON agreements FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER agreements_closing BEFORE UPDATE ON agreements FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER agreements_deletion BEFORE DELETE ON agreements FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER agreements_truncation BEFORE TRUNCATE ON agreements EXECUTE FUNCTION refuse_edit();
