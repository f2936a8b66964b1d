"""What every table shares: one MetaData with a rule for each name, and the lengths of ids and keys."""

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData, String, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ID = String(40)
KEY = String(60)
SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def only(condition: str) -> dict[str, Any]:
    """For an index that holds only the rows that are asked for all the time."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
