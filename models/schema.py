"""The shape of the database: bring it up to date, and tell whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from models.store import Store

_SCRIPTS = Path(__file__).parent / "migrations"
# From here on names are sealed and content is not sampled; what lay there before must not stay behind on disk either.
_CLEAN, _LAY_IN_CLEAR = "0006", ("people", "posts", "deliveries", "rounds")
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7226351)"


class SchemaError(Exception):
    """The database has a schema that this version does not know: a newer version made it."""


def migrate(store: Store) -> None:
    """Bring the database to the newest schema; does nothing when it is there already. Raises SchemaError."""
    with store.write() as connection:
        if not store.is_sqlite:
            connection.exec_driver_sql(_ONE_AT_A_TIME)
        config = _config()
        config.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision()
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise SchemaError("the tables were made by a newer version of Ruggespraak") from error
        after = MigrationContext.configure(connection).get_current_revision()
    if before is not None and before < _CLEAN <= (after or ""):
        store.scrub(_LAY_IN_CLEAR)


def is_current(store: Store) -> bool:
    """True when the database has the schema that this code expects."""
    with store.read() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
