"""Whoever writes to the database behind the app's back leaves a mark in the audit trail that says where."""

from datetime import timedelta

import pytest

from models import cases, chains, contents, entries, trail_check, trail_seals
from models.contents import Writing
from models.store import DuplicateError, Store, Transaction
from tests.models.rows import KEYRING, NOW, case, person, round_of
from workflows.engine.decide import Entry

DECIDED = {"taak": "strategie", "ronde": "1", "uitkomst": "naar_directie"}
PAST = ["entries", "seals", "heads", "destructions"]


@pytest.fixture
def trail(store: Store) -> Store:
    """Two cases of five entries each, one of them sealed, and what the staff list leaves."""
    with store.write() as tx:
        person(tx)
        entries.note(tx, None, NOW, "p1", "personeel_ingelezen", regels="3")
        for key in ("c1", "c2"):
            _played(tx, key)
        assert trail_seals.seal(tx, NOW)
    with store.write() as tx:
        entries.note(tx, "c1", NOW + timedelta(hours=1), "p1", "gelezen")
    return store


def _played(tx: Transaction, key: str) -> None:
    cases.add(tx, case(key, number=f"2026-{key}", rounds=(round_of(state="done", outcome="naar_directie", by="p1"),)))
    chain = chains.begin(tx, key, f"2026-{key}")
    chain.add([Entry(at=NOW, actor="p1", type="gestart"), Entry(at=NOW, actor="p1", type="afgerond", data=DECIDED)])
    writing = Writing(id=f"w{key}", key="toelichting", author="p1", at=NOW, text="Er gaat een foto rond.")
    contents.put(tx, KEYRING, key, [writing], chain)
    chain.save(tx)
    entries.note(tx, key, NOW, "p1", "gelezen")


def found(store: Store) -> list[tuple[str, int, str]]:
    with store.snapshot() as tx:
        return [(one.where, one.entry, one.what) for one in trail_check.findings(tx)]


def tamper(store: Store, *statements: str) -> None:
    """Do what only an administrator of the database can: put the triggers out of action first."""
    _without_triggers(store)
    tamper_again(store, *statements)


def tamper_again(store: Store, *statements: str) -> None:
    with store.write() as tx:
        for one in statements:
            tx.exec_driver_sql(one)


def _without_triggers(store: Store) -> None:
    with store.write() as tx:
        for table in ("entries", "seals", "heads"):
            if store.is_sqlite:
                for verb in ("update", "delete"):
                    tx.exec_driver_sql(f"drop trigger {table}_no_{verb}")
            else:
                tx.exec_driver_sql(f"alter table {table} disable trigger all")


def test_an_untouched_trail_is_whole(trail: Store) -> None:
    assert found(trail) == []


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'p2'",
        "type = 'gesloten'",
        "at = '2026-11-24 10:00:00'",
        'data = \'{"taak": "strategie"}\'',
        "mac = 'ff'",
    ],
)
def test_an_entry_that_was_changed_is_named(trail: Store, change: str) -> None:
    tamper(trail, f"update entries set {change} where case_id = 'c1' and seq = 2")  # noqa: S608
    assert ("2026-c1", 2, "was changed, inserted or put in another place") in found(trail)


def test_an_entry_that_was_removed_is_named(trail: Store) -> None:
    tamper(trail, "delete from entries where case_id = 'c1' and seq = 2")
    assert ("2026-c1", 2, "is missing") in found(trail)


def test_an_entry_that_was_removed_and_the_rest_numbered_anew_is_named(trail: Store) -> None:
    tamper(
        trail,
        "delete from entries where case_id = 'c1' and seq = 2",
        "update entries set seq = seq - 1 where case_id = 'c1' and seq > 2",
    )
    assert ("2026-c1", 2, "was changed, inserted or put in another place") in found(trail)


def test_an_entry_that_was_put_in_is_named(trail: Store) -> None:
    columns = "case_id, at, actor, type, data, mac"
    tamper(
        trail,
        "update entries set seq = seq + 1 where case_id = 'c1' and seq > 1",
        f"insert into entries ({columns}, seq) select {columns}, 2 from entries where case_id = 'c1' and seq = 1",  # noqa: S608
    )
    assert found(trail)[0][:2] == ("2026-c1", 2)


def test_an_entry_that_stands_there_twice_is_named(trail: Store) -> None:
    columns = "case_id, at, actor, type, data, seq, mac"
    tamper(trail, f"insert into entries ({columns}) select {columns} from entries where case_id = 'c1' and seq = 2")  # noqa: S608
    assert ("2026-c1", 3, "stands there twice") in found(trail)


def test_entries_that_changed_places_are_named(trail: Store) -> None:
    tamper(
        trail,
        "update entries set seq = 99 where case_id = 'c1' and seq = 2",
        "update entries set seq = 2 where case_id = 'c1' and seq = 3",
        "update entries set seq = 3 where case_id = 'c1' and seq = 99",
    )
    assert found(trail)[0][:2] == ("2026-c1", 2)


def test_an_entry_of_another_case_does_not_fit(trail: Store) -> None:
    tamper(
        trail,
        "delete from entries where case_id = 'c1' and seq = 4",
        "update entries set case_id = 'c1' where case_id = 'c2' and seq = 4",
    )
    assert {one[0] for one in found(trail)} == {"2026-c1", "2026-c2"}


def test_a_chain_that_was_cut_short_shows_even_when_its_head_is_set_back(trail: Store) -> None:
    tamper(
        trail,
        "delete from entries where case_id = 'c1' and seq = 5",
        "update chains set seq = 4, mac = (select mac from entries where case_id = 'c1' and seq = 4) "
        "where case_id = 'c1'",
    )
    assert ("2026-c1", 4, "the end of the chain was changed") in found(trail)


def test_a_chain_that_lost_its_end_is_named(trail: Store) -> None:
    tamper(trail, "delete from entries where case_id = 'c1' and seq = 5")
    assert ("2026-c1", 5, "is missing: the chain ends after 4") in found(trail)


def test_a_state_put_back_from_a_copy_shows_by_its_seal(trail: Store) -> None:
    with trail.read() as tx:
        before = tx.exec_driver_sql("select seq, mac from chains where case_id = 'c1'").one()
    with trail.write() as tx:
        entries.note(tx, "c1", NOW + timedelta(hours=2), "p1", "bestand_gelezen", bestand="f1")
        assert trail_seals.seal(tx, NOW + timedelta(hours=3))
    tamper(
        trail,
        f"delete from entries where case_id = 'c1' and seq > {before.seq}",  # noqa: S608
        f"update chains set seq = {before.seq}, mac = '{before.mac}' where case_id = 'c1'",  # noqa: S608
    )
    assert found(trail) == [("2026-c1", 6, "was sealed and is gone")]


def test_a_case_that_vanished_with_everything_that_spoke_of_it_is_named_by_its_seal(trail: Store) -> None:
    tables = ("entries", "chains", "contents", "rounds")
    tamper(
        trail,
        *(f"delete from {table} where case_id = 'c2'" for table in tables),  # noqa: S608
        "delete from cases where id = 'c2'",
    )
    assert ("2026-c2", 0, "the case vanished") in found(trail)


def test_a_case_that_vanished_before_it_was_sealed_is_named_by_what_still_speaks_of_it(trail: Store) -> None:
    with trail.write() as tx:
        _played(tx, "c3")
    tamper(
        trail, *(f"delete from {table} where case_id = 'c3'" for table in ("contents", "rounds")),  # noqa: S608
        "delete from cases where id = 'c3'",
    )  # fmt: skip
    assert ("2026-c3", 0, "the case vanished") in found(trail)


def test_a_chain_whose_row_is_gone_is_named(trail: Store) -> None:
    tamper(trail, "delete from chains where case_id = 'c2'")
    assert ("c2", 0, "its chain is gone") in found(trail)


@pytest.mark.parametrize("change", ["update seals set mac = 'ff'", "update heads set seq = 1 where case_id = 'c2'"])
def test_a_seal_that_was_touched_is_named(trail: Store, change: str) -> None:
    tamper(trail, change)
    assert ("seal 1", 0, "was changed, or one before it is missing") in found(trail)


def test_a_seal_that_was_taken_away_is_named(trail: Store) -> None:
    with trail.write() as tx:
        trail_seals.seal(tx, NOW + timedelta(hours=3))
    tamper(trail, "delete from heads where seal = 1", "delete from seals where id = 1")
    assert ("seal 1", 0, "was changed, or one before it is missing") in found(trail)


def test_a_seal_holds_only_what_grew_and_nothing_is_sealed_twice(trail: Store) -> None:
    with trail.write() as tx:
        assert trail_seals.open_count(tx) == 1
        assert trail_seals.seal(tx, NOW + timedelta(hours=3))
        assert trail_seals.seal(tx, NOW + timedelta(hours=3)) is None
        assert not trail_seals.is_due(tx, NOW + timedelta(days=9))


@pytest.mark.parametrize("change", ["delete from {}", "update {} set mac = mac"])
@pytest.mark.parametrize("table", PAST)
def test_the_database_refuses_to_change_what_tells_of_the_past(trail: Store, table: str, change: str) -> None:
    statement = change.format(table).replace("mac", "number" if table == "destructions" else "mac")
    with trail.write() as tx:
        tx.exec_driver_sql(
            "insert into destructions (case_id, number, kind, school, rule, until, at, counts) "
            "values ('c9', '2025-0001', 'ontsporing', 'A', 'r', '2026-01-01', '2026-01-01', '{}')"
        )
    with pytest.raises(DuplicateError, match="append-only"), trail.write() as tx:
        tx.exec_driver_sql(statement)


@pytest.mark.parametrize("table", PAST)
def test_what_tells_of_the_past_cannot_be_emptied_at_once_either(postgres_store: Store, table: str) -> None:
    with pytest.raises(DuplicateError, match="append-only"), postgres_store.write() as tx:
        tx.exec_driver_sql(f"truncate {table} cascade")


def test_a_record_of_destruction_that_the_trail_does_not_know_explains_nothing(trail: Store) -> None:
    record = "'c2', '2026-c2', 'ontsporing', 'A', 'r', '2026-01-01', '2026-01-01', '{}'"
    tamper(
        trail,
        *(f"delete from {table} where case_id = 'c2'" for table in ("contents", "rounds")),  # noqa: S608
        "delete from cases where id = 'c2'",
        f"insert into destructions (case_id, number, kind, school, rule, until, at, counts) values ({record})",  # noqa: S608
    )
    assert ("2026-c2", 0, "the case vanished") in found(trail)
    assert ("2026-c2", 0, "its record of destruction is not real") in found(trail)


def test_the_chain_of_what_is_about_no_case_is_watched_too(trail: Store) -> None:
    tamper(trail, "update entries set actor = 'p2' where case_id is null and seq = 1")
    assert ("(no case)", 1, "was changed, inserted or put in another place") in found(trail)
    tamper_again(trail, "delete from chains where case_id = ''")
    assert ("(no case)", 0, "its chain is gone") in found(trail)


def test_a_case_without_a_chain_is_named(trail: Store) -> None:
    with trail.write() as tx:
        cases.add(tx, case("c9", number="2026-c9"))
    assert found(trail) == [("2026-c9", 0, "its chain is gone")]


def test_all_seals_taken_away_at_once_are_missed(trail: Store) -> None:
    tamper(trail, "delete from heads", "delete from seals")
    assert ("seal 1", 0, "is gone") in found(trail)


def test_a_chain_that_is_marked_as_sealed_and_is_not_is_named(trail: Store) -> None:
    tamper(trail, "update chains set sealed_seq = seq where case_id = 'c1'")
    assert found(trail) == [("2026-c1", 0, "was not sealed as far as is noted")]


def test_what_was_made_unreadable_is_found_and_named(trail: Store) -> None:
    tamper(trail, "update entries set data = '[]' where case_id = 'c1' and seq = 2")
    assert ("2026-c1", 0) in [one[:2] for one in found(trail)] or ("2026-c1", 2) in [one[:2] for one in found(trail)]
