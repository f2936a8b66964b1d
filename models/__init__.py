"""The only place that knows SQLAlchemy: tables, load and save, transactions and migrations."""
