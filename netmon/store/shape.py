"""Whether a file has the tables, columns, indices and triggers that its schema version promises."""

import sqlite3
from contextlib import closing

from netmon.store.database import newest_version, script_of, version_of

Shape = frozenset[tuple[str, str]]
"""Whatever has a name, and the columns of what has some."""
SHAPE = """
    SELECT name, '' FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'
    UNION ALL
    SELECT master.name, columns.name FROM sqlite_schema AS master JOIN pragma_table_info(master.name) AS columns
    WHERE master.type = 'table'
"""


def misshapen(connection: sqlite3.Connection, schema: str) -> str:
    """Return how a file is not what its version says, empty if it is; that a newer netmon wrote it is no damage."""
    version, newest, shape = version_of(connection), newest_version(schema), _shape_of(connection)
    if version > newest:
        return f"it says version {version} and is of {newest}" if shape == promised(schema, newest) else ""
    if version < 0 or (not version and shape):
        return f"it has tables and says version {version}"
    if lacking := promised(schema, version) - shape:
        return f"it lacks {' '.join(min(lacking))}"
    if version < newest and (promised(schema, version + 1) - promised(schema, version)) & shape:
        return f"it says version {version} and has tables of a later one"
    return ""


def promised(schema: str, version: int) -> Shape:
    """Return the shape of a file of a version."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script_of(schema, version))
        return _shape_of(connection)


def _shape_of(connection: sqlite3.Connection) -> Shape:
    return frozenset(connection.execute(SHAPE).fetchall())
