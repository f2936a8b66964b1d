"""Keys of our own, sealed with the keys of the installation, and a proof of each of those."""

from sqlalchemy import Column, LargeBinary, Table

from models.tables.base import KEY, metadata

secrets = Table(
    "secrets", metadata, Column("name", KEY, primary_key=True), Column("sealed", LargeBinary, nullable=False)
)
