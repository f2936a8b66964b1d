"""Dossier entries: kept for good, added to, and opened with the policy's Grant for their own case only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models import cases, dossiers
from models.dossiers import DossierEntry
from models.store import DuplicateError, Store
from tests.models.rows import NOW, put_case
from workflows.engine.policy import Grant

GRANT = Grant(case_id="c1", person="p1")
FIRST = DossierEntry(
    id="d1",
    case_id="c1",
    type="leerling",
    task="dossier_kind",
    number=1,
    content="w1",
    filed="w2",
    confirmed_by="p1",
    confirmed_at=NOW,
    filed_by="p1",
    filed_at=NOW,
)
ADDED = replace(
    FIRST, id="d0", content="w3", filed="", filed_by=None, filed_at=None, confirmed_at=NOW + timedelta(hours=1),
    adds_to="d1", confirmed_by="p2",
)  # fmt: skip


@pytest.fixture
def filled(store: Store) -> Store:
    put_case(store)
    put_case(store, "c2")
    with store.write() as tx:
        dossiers.add(tx, FIRST)
        dossiers.add(tx, ADDED)
    return store


def test_entries_come_back_as_they_were_with_what_was_added_after_them(filled: Store) -> None:
    with filled.read() as tx:
        assert dossiers.of_case(tx, GRANT) == [FIRST, ADDED]
        assert dossiers.of_case(tx, Grant(case_id="c2", person="p1")) == []


def test_a_grant_for_ones_own_words_opens_no_more_than_what_that_person_confirmed(filled: Store) -> None:
    with filled.read() as tx:
        own = dossiers.of_case(tx, replace(GRANT, person="p2", only_author="p2"))
    assert own == [ADDED]


def test_whether_there_is_a_dossier_is_known_without_opening_it(filled: Store) -> None:
    with filled.read() as tx:
        assert dossiers.is_kept(tx, "c1")
        assert not dossiers.is_kept(tx, "c2")


def test_an_entry_cannot_be_kept_over_another_one(filled: Store) -> None:
    with pytest.raises(DuplicateError), filled.write() as tx:
        dossiers.add(tx, replace(FIRST, content="w9"))
    with filled.read() as tx:
        assert dossiers.of_case(tx, GRANT)[0] == FIRST


def test_a_case_is_found_by_its_number(filled: Store) -> None:
    with filled.read() as tx:
        case = cases.load(tx, "c1")
        assert case is not None
        assert cases.id_of(tx, case.number) == "c1"
        assert cases.id_of(tx, "1999-0001") is None


def test_a_grant_can_leave_one_of_the_two_dossiers_closed(filled: Store) -> None:
    with filled.write() as tx:
        staff = replace(FIRST, id="d2", type="personeel")
        dossiers.add(tx, staff)
        assert dossiers.of_case(tx, replace(GRANT, not_dossiers=frozenset({"leerling"}))) == [staff]
