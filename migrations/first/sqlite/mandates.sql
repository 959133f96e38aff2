-- What registers say of mandates, what they rest on, and who may ask about them.
CREATE TABLE instruments (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    adopted_by TEXT NOT NULL,
    adopted_on DATE,
    published_as TEXT NOT NULL,
    publication_url TEXT NOT NULL,
    in_force_from DATE,
    retroactive_to DATE,
    salt BLOB,
    sealed BLOB,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_instruments PRIMARY KEY ("row"),
    CONSTRAINT ck_instruments_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_instruments_known CHECK (known_until > known_from),
    CONSTRAINT fk_instruments_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_instruments_id ON instruments (id);
CREATE INDEX ix_instruments_known_from ON instruments (known_from, register_id);
CREATE INDEX ix_instruments_known_until ON instruments (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_instruments_reference ON instruments (register_id, reference) WHERE known_until IS NULL;

CREATE TRIGGER instruments_addition BEFORE INSERT ON instruments
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM instruments WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM instruments WHERE register_id IS NEW.register_id AND reference IS NEW.reference
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER instruments_closing BEFORE UPDATE ON instruments
WHEN NOT ((OLD.known_until IS NULL
            AND NEW.known_until IS NOT NULL
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.reference IS OLD.reference AND NEW.title IS OLD.title AND NEW.adopted_by IS OLD.adopted_by
            AND NEW.adopted_on IS OLD.adopted_on AND NEW.published_as IS OLD.published_as
            AND NEW.publication_url IS OLD.publication_url AND NEW.in_force_from IS OLD.in_force_from
            AND NEW.retroactive_to IS OLD.retroactive_to AND NEW.salt IS OLD.salt AND NEW.sealed IS OLD.sealed
            AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
            AND NEW.known_from IS OLD.known_from
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.title = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.reference IS OLD.reference AND NEW.adopted_by IS OLD.adopted_by
            AND NEW.adopted_on IS OLD.adopted_on AND NEW.published_as IS OLD.published_as
            AND NEW.publication_url IS OLD.publication_url AND NEW.in_force_from IS OLD.in_force_from
            AND NEW.retroactive_to IS OLD.retroactive_to AND NEW.valid_from IS OLD.valid_from
            AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
            AND NEW.known_until IS OLD.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER instruments_deletion BEFORE DELETE ON instruments WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE mandates (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
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
    holder_consent DATETIME,
    superior_consent DATETIME,
    no_superior TEXT,
    consent_statute TEXT,
    not_about_oneself TEXT,
    disclosure TEXT NOT NULL,
    approved BOOLEAN NOT NULL,
    suspensions TEXT NOT NULL,
    revoked_at DATETIME,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_mandates PRIMARY KEY ("row"),
    CONSTRAINT ck_mandates_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_mandates_known CHECK (known_until > known_from),
    CONSTRAINT fk_mandates_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_mandates_id ON mandates (id);
CREATE INDEX ix_mandates_known_from ON mandates (known_from, register_id);
CREATE INDEX ix_mandates_known_until ON mandates (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE INDEX ix_mandates_number ON mandates (register_id, number);
CREATE UNIQUE INDEX ix_mandates_number_valid_from ON mandates (register_id, number, valid_from)
    WHERE known_until IS NULL;
CREATE INDEX ix_mandates_published ON mandates (register_id, "row", valid_from, valid_until)
    WHERE disclosure = 'public' AND known_until IS NULL;
CREATE INDEX ix_mandates_published_row ON mandates ("row") WHERE disclosure = 'public' AND known_until IS NULL;

CREATE TRIGGER mandates_addition BEFORE INSERT ON mandates
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM mandates WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM mandates WHERE register_id IS NEW.register_id
                AND number IS NEW.number AND valid_from IS NEW.valid_from AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER mandates_closing BEFORE UPDATE ON mandates
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.number IS OLD.number AND NEW.kinds IS OLD.kinds AND NEW.on_behalf_of IS OLD.on_behalf_of
        AND NEW.seats IS OLD.seats AND NEW.decision_types IS OLD.decision_types
        AND NEW.reservations IS OLD.reservations AND NEW.above_amount IS OLD.above_amount
        AND NEW.max_amount IS OLD.max_amount AND NEW.currency IS OLD.currency AND NEW.vat IS OLD.vat
        AND NEW.cases IS OLD.cases AND NEW.counterparties IS OLD.counterparties AND NEW.within IS OLD.within
        AND NEW.conditions IS OLD.conditions AND NEW.instructions IS OLD.instructions
        AND NEW.sub_mandating IS OLD.sub_mandating AND NEW.sub_mandating_only IS OLD.sub_mandating_only
        AND NEW.sub_mandating_except IS OLD.sub_mandating_except AND NEW.parent IS OLD.parent
        AND NEW.legal_basis IS OLD.legal_basis AND NEW.instrument IS OLD.instrument
        AND NEW.holder_consent IS OLD.holder_consent AND NEW.superior_consent IS OLD.superior_consent
        AND NEW.no_superior IS OLD.no_superior AND NEW.consent_statute IS OLD.consent_statute
        AND NEW.not_about_oneself IS OLD.not_about_oneself AND NEW.disclosure IS OLD.disclosure
        AND NEW.approved IS OLD.approved AND NEW.suspensions IS OLD.suspensions
        AND NEW.revoked_at IS OLD.revoked_at AND NEW.valid_from IS OLD.valid_from
        AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER mandates_deletion BEFORE DELETE ON mandates WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE mandate_seats (
    register_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    CONSTRAINT pk_mandate_seats PRIMARY KEY (register_id, name, number),
    CONSTRAINT fk_mandate_seats_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);

CREATE TRIGGER mandate_seats_edit BEFORE UPDATE ON mandate_seats WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER mandate_seats_deletion BEFORE DELETE ON mandate_seats WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE agreements (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    partner VARCHAR(20) NOT NULL,
    decision_types TEXT NOT NULL,
    units TEXT NOT NULL,
    lists BOOLEAN NOT NULL,
    basis TEXT NOT NULL,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_agreements PRIMARY KEY ("row"),
    CONSTRAINT ck_agreements_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_agreements_known CHECK (known_until > known_from),
    CONSTRAINT fk_agreements_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_agreements_id ON agreements (id);
CREATE INDEX ix_agreements_known_from ON agreements (known_from, register_id);
CREATE INDEX ix_agreements_known_until ON agreements (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_agreements_number ON agreements (register_id, number) WHERE known_until IS NULL;

CREATE TRIGGER agreements_addition BEFORE INSERT ON agreements
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM agreements WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM agreements WHERE register_id IS NEW.register_id AND number IS NEW.number
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER agreements_closing BEFORE UPDATE ON agreements
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.number IS OLD.number AND NEW.partner IS OLD.partner AND NEW.decision_types IS OLD.decision_types
        AND NEW.units IS OLD.units AND NEW.lists IS OLD.lists AND NEW.basis IS OLD.basis
        AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
        AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER agreements_deletion BEFORE DELETE ON agreements WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
