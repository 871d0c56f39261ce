"""The first tables of a desk. Written once, never edited: a change is a new migration."""

import unicodedata

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("desk_0001_spine")

TABLES = """
CREATE TABLE client (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    given_name VARCHAR NOT NULL,
    family_name VARCHAR NOT NULL,
    born DATE,
    neighbourhood VARCHAR NOT NULL,
    bsn VARCHAR,
    phone VARCHAR,
    email VARCHAR,
    postcode VARCHAR,
    talk_language VARCHAR,
    phase VARCHAR NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE TABLE barrier (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    client VARCHAR NOT NULL,
    domain VARCHAR NOT NULL,
    severity INTEGER,
    consequence VARCHAR,
    help_arranged BOOLEAN,
    urgent_until DATE,
    measured_on DATE,
    closed_on DATE,
    result VARCHAR,
    recorded_at DATETIME NOT NULL,
    recorded_by VARCHAR NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE INDEX ix_barrier_client ON barrier (client);

CREATE TABLE action (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    client VARCHAR NOT NULL,
    barrier VARCHAR,
    title VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    due DATE,
    partner VARCHAR,
    finished_on DATE,
    result VARCHAR,
    recorded_at DATETIME NOT NULL,
    recorded_by VARCHAR NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE INDEX ix_action_client ON action (client);

CREATE TABLE contact_moment (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    client VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    recorded_by VARCHAR NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE INDEX ix_contact_moment_client ON contact_moment (client);

CREATE TABLE grant (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    client VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    capacity VARCHAR NOT NULL,
    starts DATE NOT NULL,
    until DATE,
    reason VARCHAR,
    PRIMARY KEY (organisation, id)
);

CREATE INDEX ix_grant_client ON grant (client);

CREATE INDEX ix_grant_person ON grant (person);

CREATE UNIQUE INDEX one_contact_person ON grant (organisation, client)
WHERE capacity = 'contact_person' AND until IS NULL;

CREATE TABLE person (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    name VARCHAR NOT NULL,
    roles JSON NOT NULL,
    area VARCHAR NOT NULL,
    email VARCHAR,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE TABLE neighbourhood (
    organisation VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    name VARCHAR NOT NULL,
    area VARCHAR NOT NULL,
    south BOOLEAN NOT NULL,
    focus BOOLEAN NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE TABLE row_state (
    organisation VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    id VARCHAR(36) NOT NULL,
    client VARCHAR(36),
    made BIGINT NOT NULL,
    head BIGINT NOT NULL,
    extra VARCHAR NOT NULL,
    PRIMARY KEY (organisation, kind, id)
);

CREATE INDEX row_state_of_client ON row_state (organisation, client, head);

CREATE TABLE field_version (
    organisation VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    id VARCHAR(36) NOT NULL,
    field VARCHAR(60) NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organisation, kind, id, field)
);

CREATE TABLE confirmed (
    kind VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (kind, id, field)
);

CREATE TABLE outbox (
    n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    client VARCHAR,
    field VARCHAR,
    body VARCHAR NOT NULL,
    sent BOOLEAN NOT NULL
);

CREATE INDEX ix_outbox_id ON outbox (id);

CREATE TABLE inbox (
    id VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    code VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    client VARCHAR,
    field VARCHAR,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE audit (
    n INTEGER NOT NULL,
    at DATETIME NOT NULL,
    person VARCHAR NOT NULL,
    capacity VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    kind VARCHAR,
    record VARCHAR,
    client VARCHAR,
    salt VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    PRIMARY KEY (n)
);

CREATE INDEX ix_audit_client ON audit (client);

CREATE TABLE meta (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE draft (
    place VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (place)
);
"""

# The log is only ever added to. `recursive_triggers` lets the delete trigger see a REPLACE, and
# the insert trigger refuses a number that is there.
GUARDS = """
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_goes_on BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE n >= NEW.n)
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
"""

# Letters that are not a plain one with something on it.
OTHER_LETTERS = {
    "æ": "ae", "Æ": "Ae", "ð": "d", "Ð": "D", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "þ": "th",
    "Þ": "Th", "ß": "ss", "ħ": "h", "Ħ": "H", "ı": "i", "ł": "l", "Ł": "L", "ŋ": "n", "Ŋ": "N",
    "œ": "oe", "Œ": "Oe", "ŧ": "t", "Ŧ": "T",
}  # fmt: skip


def plain_letters(text: str) -> str:
    """Return an SQL expression for `text` with plain letters, so that Özdemir stands at the O."""
    for letter in map(chr, range(0x00C0, 0x0180)):
        plain = OTHER_LETTERS.get(letter, unicodedata.normalize("NFD", letter)[0])
        if plain.isascii():
            text = f"replace({text}, '{letter}', '{plain}')"
    return text


NAME = plain_letters("NEW.family_name || ', ' || NEW.given_name")
WORDS = plain_letters("NEW.given_name || ' ' || NEW.family_name || ' ' || NEW.neighbourhood")

# Searching while typing: one line a client in the order of names, and an index over its words.
SEARCH = f"""
CREATE TABLE search_line (
    number INTEGER PRIMARY KEY,
    client TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    words TEXT NOT NULL
);

CREATE INDEX search_line_by_name ON search_line (name, client);

CREATE VIRTUAL TABLE search_word USING fts5 (
    words, content = 'search_line', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

INSERT INTO search_word (search_word, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER search_line_made AFTER INSERT ON search_line
BEGIN INSERT INTO search_word (rowid, words) VALUES (NEW.number, NEW.words); END;

CREATE TRIGGER search_line_gone AFTER DELETE ON search_line
BEGIN
    INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', OLD.number, OLD.words);
END;

CREATE TRIGGER search_client_made AFTER INSERT ON client
BEGIN
    INSERT INTO search_line (client, name, words) VALUES (NEW.id, lower({NAME}), {WORDS});
END;

CREATE TRIGGER search_client_gone AFTER DELETE ON client
BEGIN DELETE FROM search_line WHERE client = OLD.id; END;

CREATE TRIGGER search_client_changed
AFTER UPDATE OF given_name, family_name, neighbourhood ON client
BEGIN
    DELETE FROM search_line WHERE client = OLD.id;
    INSERT INTO search_line (client, name, words) VALUES (NEW.id, lower({NAME}), {WORDS});
END;
"""


@migrations()
def spine(db: Database) -> None:
    """The nouns, their versions, what waits, the log, drafts and the search index."""
    for part in (TABLES, GUARDS, SEARCH):
        for statement in part.split(";\n\n"):
            db.execute(statement)
