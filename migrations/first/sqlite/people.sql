-- What registers say of employees: their positions, absences and deputies.
CREATE TABLE employees (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    suspensions TEXT,
    salt BLOB,
    sealed BLOB,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_employees PRIMARY KEY ("row"),
    CONSTRAINT ck_employees_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_employees_known CHECK (known_until > known_from),
    CONSTRAINT fk_employees_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_employees_id ON employees (id);
CREATE INDEX ix_employees_known_from ON employees (known_from, register_id);
CREATE INDEX ix_employees_known_until ON employees (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE INDEX ix_employees_number ON employees (register_id, number);
CREATE UNIQUE INDEX ix_employees_number_valid_from ON employees (register_id, number, valid_from)
    WHERE known_until IS NULL;

CREATE TRIGGER employees_addition BEFORE INSERT ON employees
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM employees WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM employees WHERE register_id IS NEW.register_id
                AND number IS NEW.number AND valid_from IS NEW.valid_from AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER employees_closing BEFORE UPDATE ON employees
WHEN NOT ((OLD.known_until IS NULL
            AND NEW.known_until IS NOT NULL
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.number IS OLD.number AND NEW.name IS OLD.name AND NEW.email IS OLD.email
            AND NEW.suspensions IS OLD.suspensions AND NEW.salt IS OLD.salt AND NEW.sealed IS OLD.sealed
            AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
            AND NEW.known_from IS OLD.known_from
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
            AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
        OR (OLD.sealed IS NULL
            AND NEW.sealed IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.name = '' AND NEW.email = ''
            AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND version >
                (SELECT coalesce(max(version), 0) FROM changes WHERE register_id = NEW.register_id))
            AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
            AND NEW.number IS OLD.number AND NEW.suspensions IS OLD.suspensions AND NEW.valid_from IS OLD.valid_from
            AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
            AND NEW.known_until IS OLD.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER employees_deletion BEFORE DELETE ON employees WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE appointments (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    employee TEXT NOT NULL,
    position TEXT NOT NULL,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_appointments PRIMARY KEY ("row"),
    CONSTRAINT ck_appointments_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_appointments_known CHECK (known_until > known_from),
    CONSTRAINT fk_appointments_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_appointments_employee_position ON appointments (register_id, employee, position);
CREATE INDEX ix_appointments_id ON appointments (id);
CREATE INDEX ix_appointments_known_from ON appointments (known_from, register_id);
CREATE INDEX ix_appointments_known_until ON appointments (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER appointments_addition BEFORE INSERT ON appointments
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM appointments WHERE row IS NEW.row)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER appointments_closing BEFORE UPDATE ON appointments
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.employee IS OLD.employee AND NEW.position IS OLD.position AND NEW.valid_from IS OLD.valid_from
        AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER appointments_deletion BEFORE DELETE ON appointments WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE absences (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    employee TEXT NOT NULL,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_absences PRIMARY KEY ("row"),
    CONSTRAINT ck_absences_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_absences_known CHECK (known_until > known_from),
    CONSTRAINT fk_absences_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_absences_employee ON absences (register_id, employee);
CREATE INDEX ix_absences_id ON absences (id);
CREATE INDEX ix_absences_known_from ON absences (known_from, register_id);
CREATE INDEX ix_absences_known_until ON absences (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER absences_addition BEFORE INSERT ON absences
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM absences WHERE row IS NEW.row)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER absences_closing BEFORE UPDATE ON absences
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.employee IS OLD.employee AND NEW.valid_from IS OLD.valid_from
        AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER absences_deletion BEFORE DELETE ON absences WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE deputyships (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    principal TEXT NOT NULL,
    deputy TEXT NOT NULL,
    rank INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    max_amount BIGINT,
    vat TEXT NOT NULL,
    decision_types TEXT NOT NULL,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_deputyships PRIMARY KEY ("row"),
    CONSTRAINT ck_deputyships_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_deputyships_known CHECK (known_until > known_from),
    CONSTRAINT fk_deputyships_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_deputyships_id ON deputyships (id);
CREATE INDEX ix_deputyships_known_from ON deputyships (known_from, register_id);
CREATE INDEX ix_deputyships_known_until ON deputyships (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_deputyships_number ON deputyships (register_id, number) WHERE known_until IS NULL;

CREATE TRIGGER deputyships_addition BEFORE INSERT ON deputyships
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM deputyships WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM deputyships WHERE register_id IS NEW.register_id AND number IS NEW.number
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER deputyships_closing BEFORE UPDATE ON deputyships
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.number IS OLD.number AND NEW.principal IS OLD.principal AND NEW.deputy IS OLD.deputy
        AND NEW.rank IS OLD.rank AND NEW.trigger IS OLD.trigger AND NEW.max_amount IS OLD.max_amount
        AND NEW.vat IS OLD.vat AND NEW.decision_types IS OLD.decision_types AND NEW.valid_from IS OLD.valid_from
        AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER deputyships_deletion BEFORE DELETE ON deputyships WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
