-- What registers say of organisations, and which decisions there are.
CREATE TABLE organisations (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    oin VARCHAR(20) NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    four_eyes BOOLEAN DEFAULT 1 NOT NULL,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_organisations PRIMARY KEY ("row"),
    CONSTRAINT ck_organisations_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_organisations_known CHECK (known_until > known_from),
    CONSTRAINT fk_organisations_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE INDEX ix_organisations_id ON organisations (id);
CREATE INDEX ix_organisations_known_from ON organisations (known_from, register_id);
CREATE INDEX ix_organisations_known_until ON organisations (known_until, register_id) WHERE known_until IS NOT NULL;
CREATE UNIQUE INDEX ix_organisations_oin ON organisations (register_id, oin) WHERE known_until IS NULL;

CREATE TRIGGER organisations_addition BEFORE INSERT ON organisations
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM organisations WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM organisations WHERE register_id IS NEW.register_id AND oin IS NEW.oin
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER organisations_closing BEFORE UPDATE ON organisations
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.oin IS OLD.oin AND NEW.name IS OLD.name AND NEW.kind IS OLD.kind
        AND NEW.time_zone IS OLD.time_zone AND NEW.four_eyes IS OLD.four_eyes
        AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
        AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER organisations_deletion BEFORE DELETE ON organisations WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE bodies (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position TEXT,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_bodies PRIMARY KEY ("row"),
    CONSTRAINT ck_bodies_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_bodies_known CHECK (known_until > known_from),
    CONSTRAINT fk_bodies_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_bodies_code ON bodies (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_bodies_id ON bodies (id);
CREATE INDEX ix_bodies_known_from ON bodies (known_from, register_id);
CREATE INDEX ix_bodies_known_until ON bodies (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER bodies_addition BEFORE INSERT ON bodies
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM bodies WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM bodies WHERE register_id IS NEW.register_id AND code IS NEW.code
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER bodies_closing BEFORE UPDATE ON bodies
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.code IS OLD.code AND NEW.name IS OLD.name AND NEW.position IS OLD.position
        AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
        AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER bodies_deletion BEFORE DELETE ON bodies WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE units (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_units PRIMARY KEY ("row"),
    CONSTRAINT ck_units_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_units_known CHECK (known_until > known_from),
    CONSTRAINT fk_units_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_units_code ON units (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_units_id ON units (id);
CREATE INDEX ix_units_known_from ON units (known_from, register_id);
CREATE INDEX ix_units_known_until ON units (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER units_addition BEFORE INSERT ON units
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM units WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM units WHERE register_id IS NEW.register_id AND code IS NEW.code
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER units_closing BEFORE UPDATE ON units
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.code IS OLD.code AND NEW.name IS OLD.name AND NEW.parent IS OLD.parent
        AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
        AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER units_deletion BEFORE DELETE ON units WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE positions (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
    register_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    unit TEXT,
    category TEXT,
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_positions PRIMARY KEY ("row"),
    CONSTRAINT ck_positions_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_positions_known CHECK (known_until > known_from),
    CONSTRAINT fk_positions_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_positions_code ON positions (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_positions_id ON positions (id);
CREATE INDEX ix_positions_known_from ON positions (known_from, register_id);
CREATE INDEX ix_positions_known_until ON positions (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER positions_addition BEFORE INSERT ON positions
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM positions WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM positions WHERE register_id IS NEW.register_id AND code IS NEW.code
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER positions_closing BEFORE UPDATE ON positions
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.code IS OLD.code AND NEW.title IS OLD.title AND NEW.unit IS OLD.unit
        AND NEW.category IS OLD.category AND NEW.valid_from IS OLD.valid_from
        AND NEW.valid_until IS OLD.valid_until AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER positions_deletion BEFORE DELETE ON positions WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;

CREATE TABLE decision_types (
    "row" INTEGER NOT NULL,
    id CHAR(32) NOT NULL,
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
    valid_from DATETIME,
    valid_until DATETIME,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    CONSTRAINT pk_decision_types PRIMARY KEY ("row"),
    CONSTRAINT ck_decision_types_valid CHECK (valid_until > valid_from),
    CONSTRAINT ck_decision_types_known CHECK (known_until > known_from),
    CONSTRAINT fk_decision_types_register_id_registers FOREIGN KEY(register_id) REFERENCES registers (id)
);
CREATE UNIQUE INDEX ix_decision_types_code ON decision_types (register_id, code) WHERE known_until IS NULL;
CREATE INDEX ix_decision_types_id ON decision_types (id);
CREATE INDEX ix_decision_types_known_from ON decision_types (known_from, register_id);
CREATE INDEX ix_decision_types_known_until ON decision_types (known_until, register_id) WHERE known_until IS NOT NULL;

CREATE TRIGGER decision_types_addition BEFORE INSERT ON decision_types
WHEN NOT (NEW.known_until IS NULL
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_from <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_from)
        AND NOT (EXISTS (SELECT 1 FROM decision_types WHERE row IS NEW.row)
            OR EXISTS (SELECT 1 FROM decision_types WHERE register_id IS NEW.register_id AND code IS NEW.code
                AND known_until IS NULL)))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER decision_types_closing BEFORE UPDATE ON decision_types
WHEN NOT (OLD.known_until IS NULL
        AND NEW.known_until IS NOT NULL
        AND NEW.row IS OLD.row AND NEW.id IS OLD.id AND NEW.register_id IS OLD.register_id
        AND NEW.code IS OLD.code AND NEW.title_nl IS OLD.title_nl AND NEW.title_en IS OLD.title_en
        AND NEW.parent IS OLD.parent AND NEW.body IS OLD.body AND NEW.nature IS OLD.nature
        AND NEW.amount_required IS OLD.amount_required AND NEW.mandatable IS OLD.mandatable
        AND NEW.components IS OLD.components AND NEW.legal_basis IS OLD.legal_basis
        AND NEW.valid_from IS OLD.valid_from AND NEW.valid_until IS OLD.valid_until
        AND NEW.known_from IS OLD.known_from
        AND EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND NEW.known_until <= version)
        AND NOT EXISTS (SELECT 1 FROM changes WHERE register_id = NEW.register_id AND version >= NEW.known_until))
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
CREATE TRIGGER decision_types_deletion BEFORE DELETE ON decision_types WHEN 1
BEGIN SELECT RAISE(ABORT, 'what was recorded is neither edited nor deleted'); END;
