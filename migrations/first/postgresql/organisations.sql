-- What registers say of organisations, and which decisions there are.
CREATE TABLE organisations (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    oin VARCHAR(20) NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    four_eyes BOOLEAN DEFAULT true NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_organisations PRIMARY KEY (row),
    CONSTRAINT ck_organisations_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_organisations_known CHECK (known_until > known_from),
    CONSTRAINT fk_organisations_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_organisations_id ON organisations (id);
CREATE INDEX ix_organisations_known_from ON organisations (known_from, register_id);
CREATE INDEX ix_organisations_known_until ON organisations (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_organisations_oin ON organisations (register_id, oin) WHERE known_until IS NULL;

CREATE TRIGGER organisations_addition BEFORE INSERT ON organisations FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER organisations_closing BEFORE UPDATE ON organisations FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER organisations_deletion BEFORE DELETE ON organisations FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER organisations_truncation BEFORE TRUNCATE ON organisations EXECUTE FUNCTION refuse_edit();

CREATE TABLE bodies (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position TEXT,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_bodies PRIMARY KEY (row),
    CONSTRAINT ck_bodies_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_bodies_known CHECK (known_until > known_from),
    CONSTRAINT fk_bodies_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_bodies_code ON bodies (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_bodies_id ON bodies (id);
CREATE INDEX ix_bodies_known_from ON bodies (known_from, register_id);
CREATE INDEX ix_bodies_known_until ON bodies (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER bodies_addition BEFORE INSERT ON bodies FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER bodies_closing BEFORE UPDATE ON bodies FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER bodies_deletion BEFORE DELETE ON bodies FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER bodies_truncation BEFORE TRUNCATE ON bodies EXECUTE FUNCTION refuse_edit();

CREATE TABLE units (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_units PRIMARY KEY (row),
    CONSTRAINT ck_units_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_units_known CHECK (known_until > known_from),
    CONSTRAINT fk_units_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_units_code ON units (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_units_id ON units (id);
CREATE INDEX ix_units_known_from ON units (known_from, register_id);
CREATE INDEX ix_units_known_until ON units (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER units_addition BEFORE INSERT ON units FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER units_closing BEFORE UPDATE ON units FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER units_deletion BEFORE DELETE ON units FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER units_truncation BEFORE TRUNCATE ON units EXECUTE FUNCTION refuse_edit();

CREATE TABLE positions (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    unit TEXT,
    category TEXT,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_positions PRIMARY KEY (row),
    CONSTRAINT ck_positions_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_positions_known CHECK (known_until > known_from),
    CONSTRAINT fk_positions_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_positions_code ON positions (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_positions_id ON positions (id);
CREATE INDEX ix_positions_known_from ON positions (known_from, register_id);
CREATE INDEX ix_positions_known_until ON positions (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER positions_addition BEFORE INSERT ON positions FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER positions_closing BEFORE UPDATE ON positions FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER positions_deletion BEFORE DELETE ON positions FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER positions_truncation BEFORE TRUNCATE ON positions EXECUTE FUNCTION refuse_edit();

CREATE TABLE decision_types (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    title_nl TEXT NOT NULL,
    title_en TEXT NOT NULL,
    parent TEXT,
    body TEXT,
    nature TEXT,
    amount_required BOOLEAN,
    mandatable BOOLEAN NOT NULL,
    components TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_decision_types PRIMARY KEY (row),
    CONSTRAINT ck_decision_types_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_decision_types_known CHECK (known_until > known_from),
    CONSTRAINT fk_decision_types_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_decision_types_code ON decision_types (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_decision_types_id ON decision_types (id);
CREATE INDEX ix_decision_types_known_from ON decision_types (known_from, register_id);
CREATE INDEX ix_decision_types_known_until ON decision_types (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER decision_types_addition BEFORE INSERT ON decision_types FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER decision_types_closing BEFORE UPDATE ON decision_types FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER decision_types_deletion BEFORE DELETE ON decision_types FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER decision_types_truncation BEFORE TRUNCATE ON decision_types EXECUTE FUNCTION refuse_edit();
