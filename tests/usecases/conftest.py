"""One installation without a chat product: a database of each kind, a clock that stands still, a school of a few."""

from collections.abc import Iterator

import pytest

from models.schema import migrate
from models.store import Store
from tests.usecases.keeping import Place
from tests.usecases.school import KEYRING, School, make_school


@pytest.fixture
def school(database_url: str) -> Iterator[School]:
    store = Store(database_url, KEYRING)
    migrate(store)
    yield make_school(store)
    store.close()


@pytest.fixture
def kept(school: School) -> Place:
    return Place(school)
