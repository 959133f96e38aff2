-- What registers say of employees: their positions, absences and deputies.
CREATE TABLE employees (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    suspensions TEXT,
    salt BYTEA,
    sealed BYTEA,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_employees PRIMARY KEY (row),
    CONSTRAINT ck_employees_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_employees_known CHECK (known_until > known_from),
    CONSTRAINT fk_employees_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
COMMENT ON COLUMN employees.suspensions IS 'when the person is stopped; null: never';
COMMENT ON COLUMN employees.salt IS 'goes with the name and the address into what the log commits to';
COMMENT ON COLUMN employees.sealed IS 'what the log committed to, once the name, the address and the salt are erased';
CREATE INDEX ix_employees_id ON employees (id);
CREATE INDEX ix_employees_known_from ON employees (known_from, register_id);
CREATE INDEX ix_employees_known_until ON employees (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE INDEX ix_employees_number ON employees (register_id, number);
CREATE UNIQUE INDEX ix_employees_number_valid_from ON employees (register_id, number, valid_from)
    WHERE known_until IS NULL;

CREATE TRIGGER employees_addition BEFORE INSERT ON employees FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE FUNCTION guard_employees() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (OLD.known_until IS NULL
            AND to_jsonb(NEW) - 'known_until' = to_jsonb(OLD) - 'known_until'
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.name = '' AND NEW.email = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND to_jsonb(NEW) - 'email' - 'name' - 'salt' - 'sealed'
                = to_jsonb(OLD) - 'email' - 'name' - 'salt' - 'sealed')
    THEN RETURN NEW; END IF; RAISE EXCEPTION 'what was recorded is neither edited nor deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER employees_closing BEFORE UPDATE ON employees FOR EACH ROW EXECUTE FUNCTION guard_employees();
CREATE TRIGGER employees_deletion BEFORE DELETE ON employees FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER employees_truncation BEFORE TRUNCATE ON employees EXECUTE FUNCTION refuse_edit();

CREATE TABLE appointments (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    employee TEXT NOT NULL,
    position TEXT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_appointments PRIMARY KEY (row),
    CONSTRAINT ck_appointments_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_appointments_known CHECK (known_until > known_from),
    CONSTRAINT fk_appointments_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_appointments_employee_position ON appointments (register_id, employee, position);
CREATE INDEX ix_appointments_id ON appointments (id);
CREATE INDEX ix_appointments_known_from ON appointments (known_from, register_id);
CREATE INDEX ix_appointments_known_until ON appointments (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER appointments_addition BEFORE INSERT ON appointments FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER appointments_closing BEFORE UPDATE ON appointments FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER appointments_deletion BEFORE DELETE ON appointments FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER appointments_truncation BEFORE TRUNCATE ON appointments EXECUTE FUNCTION refuse_edit();

CREATE TABLE absences (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    employee TEXT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_absences PRIMARY KEY (row),
    CONSTRAINT ck_absences_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_absences_known CHECK (known_until > known_from),
    CONSTRAINT fk_absences_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_absences_employee ON absences (register_id, employee);
CREATE INDEX ix_absences_id ON absences (id);
CREATE INDEX ix_absences_known_from ON absences (known_from, register_id);
CREATE INDEX ix_absences_known_until ON absences (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER absences_addition BEFORE INSERT ON absences FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER absences_closing BEFORE UPDATE ON absences FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER absences_deletion BEFORE DELETE ON absences FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER absences_truncation BEFORE TRUNCATE ON absences EXECUTE FUNCTION refuse_edit();

CREATE TABLE deputyships (
    row BIGSERIAL NOT NULL,
    id UUID NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    principal TEXT NOT NULL,
    deputy TEXT NOT NULL,
    rank INTEGER NOT NULL,
    trigger TEXT NOT NULL,
    max_amount BIGINT,
    vat TEXT NOT NULL,
    decision_types TEXT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE,
    valid_until TIMESTAMP WITH TIME ZONE,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_deputyships PRIMARY KEY (row),
    CONSTRAINT ck_deputyships_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_deputyships_known CHECK (known_until > known_from),
    CONSTRAINT fk_deputyships_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_deputyships_id ON deputyships (id);
CREATE INDEX ix_deputyships_known_from ON deputyships (known_from, register_id);
CREATE INDEX ix_deputyships_known_until ON deputyships (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_deputyships_number ON deputyships (register_id, number) WHERE known_until IS NULL;

CREATE TRIGGER deputyships_addition BEFORE INSERT ON deputyships FOR EACH ROW EXECUTE FUNCTION guard_addition();
CREATE TRIGGER deputyships_closing BEFORE UPDATE ON deputyships FOR EACH ROW EXECUTE FUNCTION guard_closing();
CREATE TRIGGER deputyships_deletion BEFORE DELETE ON deputyships FOR EACH ROW EXECUTE FUNCTION refuse_edit();
CREATE TRIGGER deputyships_truncation BEFORE TRUNCATE ON deputyships EXECUTE FUNCTION refuse_edit();
