"""Alembic's scripts: numbered, each must work beside the code of the version before it."""
