"""Runs inside ``models.schema.migrate``: Alembic gets the open connection, never a URL of its own."""

from alembic import context

from models.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
