"""Tables that are made by hand, since no model says all of what they need: the index of the search and the postcodes."""

from django.db import migrations

COLUMNS = ("names", "places", "themes", "rest")
LISTED = ", ".join(COLUMNS)
OLD, NEW = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("old", "new"))

# The index keeps no text of its own; to forget a row it must be told the words that it was given.
FORGET = f"INSERT INTO partnerships_searchwords (partnerships_searchwords, rowid, {LISTED}) VALUES ('delete', old.id, {OLD});"
LEARN = f"INSERT INTO partnerships_searchwords (rowid, {LISTED}) VALUES (new.id, {NEW});"
TRIGGERS = {"insert": LEARN, "delete": FORGET, "update": FORGET + LEARN}

SQLITE = [
    f"""CREATE VIRTUAL TABLE partnerships_searchwords USING fts5(
        {LISTED}, content='partnerships_searchdocument', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )""",
    "INSERT INTO partnerships_searchwords (partnerships_searchwords) VALUES ('rebuild')",
    *(f"CREATE TRIGGER partnerships_searchwords_{event} AFTER {event} ON partnerships_searchdocument BEGIN {steps} END" for event, steps in TRIGGERS.items()),
]
SQLITE_BACK = [
    *(f"DROP TRIGGER IF EXISTS partnerships_searchwords_{event}" for event in TRIGGERS),
    "DROP TABLE IF EXISTS partnerships_searchwords",
]

VECTOR = " || ".join(f"setweight(to_tsvector('simple', {column}), '{weight}')" for column, weight in zip(COLUMNS, "ABCD", strict=True))
POSTGRESQL = [
    f"ALTER TABLE partnerships_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS ({VECTOR}) STORED",
    "CREATE INDEX partnerships_searchdocument_words ON partnerships_searchdocument USING gin (words)",
]
POSTGRESQL_BACK = ["ALTER TABLE partnerships_searchdocument DROP COLUMN IF EXISTS words"]


def _run(statements):
    """Return a migration step that runs the statements of the database in use."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            # No parameters at all: then a percent sign or a colon means nothing special.
            schema_editor.execute(statement, params=None)

    return step


# WITHOUT ROWID: the key is the table, so 2.7 million rows take 87 MB, not 133. COLLATE "C": codes compare as bytes.
CREATE_POSTCODES = {
    "sqlite": """
        CREATE TABLE partnerships_postcode (
            code varchar(7) NOT NULL PRIMARY KEY,
            area varchar(9) NOT NULL,
            easting integer NULL,
            northing integer NULL,
            terminated varchar(7) NOT NULL
        ) WITHOUT ROWID
    """,
    "postgresql": """
        CREATE TABLE partnerships_postcode (
            code varchar(7) COLLATE "C" NOT NULL PRIMARY KEY,
            area varchar(9) NOT NULL,
            easting integer NULL,
            northing integer NULL,
            terminated varchar(7) NOT NULL
        )
    """,
}


def _create_postcodes(apps, schema_editor):
    schema_editor.execute(CREATE_POSTCODES[schema_editor.connection.vendor])


def _drop_postcodes(apps, schema_editor):
    schema_editor.execute("DROP TABLE partnerships_postcode")


def make_search_index():
    """Return the operation that has the database index the search documents: FTS5 on SQLite, a column on PostgreSQL.

    The words are normalised before they are stored, so neither database may fold, stem or drop any itself.
    """
    return migrations.RunPython(
        _run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
        _run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
    )


def make_postcodes():
    """Return the operation that makes the table of the model Postcode."""
    return migrations.RunPython(_create_postcodes, _drop_postcodes)
