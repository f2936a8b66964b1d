"""A case that is no longer what its trail says is named: texts, outcomes, who reported, what is held to be true."""

from dataclasses import replace

import pytest

from models import cases, chains, contents, entries
from models.keyring import KeyringError
from models.store import Store
from tests.models.rows import KEYRING, NOW, person
from tests.models.test_trail import found, tamper, trail
from workflows.engine.case import Fact
from workflows.engine.decide import Entry
from workflows.engine.policy import Grant

__all__ = ["trail"]
_ONE_MORE = (
    "insert into rounds select case_id, 'opheffen', number, 9, state, opened_at, due_at, late_at, assignees, passed, "
    "'gedaan', \"by\", ended_at, answers, person, assigned, assigned_by from rounds where case_id = 'c1'"
)
_RESTS = "what it rests on was changed: what is held to be true, who reported, or what was decided"


def test_what_was_written_and_taken_away_or_swapped_is_named(trail: Store) -> None:
    with trail.write() as tx:
        other = KEYRING.seal(b"Er is niets gebeurd.", "contents.sealed:wc1:c1:p1:toelichting::0")
        tx.execute(contents.tables.contents.update().where(contents.tables.contents.c.id == "wc1").values(sealed=other))
    assert found(trail) == [("2026-c1", 3, "what was written (wc1) was swapped")]
    tamper(trail, "delete from contents where id = 'wc1'")
    assert found(trail) == [("2026-c1", 3, "what was written (wc1) is gone")]


def test_an_outcome_that_was_changed_behind_the_trail_is_named(trail: Store) -> None:
    tamper(trail, "update rounds set outcome = 'buiten_bereik' where case_id = 'c1'")
    assert found(trail) == [("2026-c1", 2, "the outcome of strategie is no longer what was decided")]


def test_the_key_of_the_digests_may_only_die_with_the_case(trail: Store) -> None:
    with trail.write() as tx:
        chains.forget_key(tx, "c1")
    assert found(trail) == [("2026-c1", 0, "the key of its digests is gone, and the case was not destroyed")]


def test_without_its_key_what_is_left_of_content_can_not_be_guessed(trail: Store) -> None:
    with trail.write() as tx:
        chains.forget_key(tx, "c1")
        assert chains.take(tx, "c1").digest("wc1", "Er gaat een foto rond.") == ""


def test_the_same_words_have_another_digest_in_another_case(trail: Store) -> None:
    with trail.write() as tx:
        first, second = (chains.take(tx, key).digest("w", "ja") for key in ("c1", "c2"))
    assert first != second


def test_what_is_held_to_be_true_is_bound_to_the_trail(trail: Store) -> None:
    with trail.write() as tx:
        before = cases.load(tx, "c1")
        assert before is not None
        after = replace(before, facts={"plaatser": Fact(value="leerling", by="p1", at=NOW)}, version=1)
        cases.save(tx, before, after)
        entries.write(tx, "c1", cases.bound(after, [Entry(at=NOW, actor="p1", type="gecorrigeerd")]))
    assert found(trail) == []
    changed = '{"plaatser": {"value": "medewerker", "by": "p1", "at": "2026-11-24T09:00:00+00:00"}}'
    tamper(trail, f"update cases set facts = '{changed}' where id = 'c1'")  # noqa: S608
    assert found(trail) == [("2026-c1", 6, _RESTS)]


def test_something_that_was_slipped_in_is_named(trail: Store) -> None:
    with trail.write() as tx:
        sealed = KEYRING.seal(b"Dat heb ik nooit gezegd.", "contents.sealed:extra:c1:p1:toelichting::0")
        table = contents.tables.contents
        values = {"id": "extra", "case_id": "c1", "key": "toelichting", "task": "", "number": 0, "author": "p1"}
        tx.execute(table.insert().values(**values, created_at=NOW, type="text", sealed=sealed))
    assert found(trail) == [("2026-c1", 0, "something was written (extra) that the trail does not know")]


@pytest.mark.parametrize(
    "change",
    [
        "update cases set melder = 'p2' where id = 'c1'",
        "update cases set state = 'closed' where id = 'c1'",
        "update cases set restricted = true where id = 'c1'",
        "update rounds set \"by\" = 'p2' where case_id = 'c1'",
        _ONE_MORE,
    ],
)
def test_what_a_case_rests_on_cannot_be_changed_behind_the_trail(trail: Store, change: str) -> None:
    with trail.write() as tx:
        person(tx, "p2")
        kept = cases.load(tx, "c1")
        assert kept is not None
        entries.write(tx, "c1", cases.bound(kept, [Entry(at=NOW, actor="p1", type="gecorrigeerd")]))
    assert found(trail) == []
    tamper(trail, change)
    assert ("2026-c1", 6) in [one[:2] for one in found(trail)]


@pytest.mark.parametrize("change", ["case_id = 'c2'", "author = 'p2'", "key = 'zienswijze'", "task = 'strategie'"])
def test_what_was_written_does_not_open_in_another_case_or_hand(trail: Store, change: str) -> None:
    tamper(trail, f"update contents set {change} where id = 'wc1'")  # noqa: S608
    grants = [Grant(case_id=key, person="p1") for key in ("c1", "c2")]
    with trail.read() as tx, pytest.raises(KeyringError, match="changed"):
        assert [contents.of_case(tx, KEYRING, one) for one in grants]
    assert found(trail) != []


def test_when_something_was_written_is_bound_too(trail: Store) -> None:
    tamper(trail, "update contents set created_at = '2026-11-01 09:00:00+00:00' where id = 'wc1'")
    assert found(trail) == [("2026-c1", 3, "when this was written (wc1) was changed")]
