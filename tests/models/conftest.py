"""A migrated database of each kind."""

from collections.abc import Iterator

import pytest

from models.schema import migrate
from models.store import Store
from tests.conftest import fresh_postgres
from tests.models.rows import KEYRING


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, KEYRING)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def postgres_store(postgres: str) -> Iterator[Store]:
    """For what only exists where several processes write at once."""
    made = Store(fresh_postgres(postgres), KEYRING)
    migrate(made)
    yield made
    made.close()
