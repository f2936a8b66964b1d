"""The outbox: every row is taken once, comes back when its taker is gone, and never in the wrong order."""

from collections import Counter
from datetime import timedelta

import pytest

from models import claims, deliveries
from models.deliveries import BULK, FIRST, LATER, SOON, Delivery
from models.store import Store
from tests.models.rows import NOW, SECOND, at_once, delivery

LEASE = timedelta(seconds=30)


def put(store: Store, *rows: Delivery) -> None:
    with store.write() as tx:
        deliveries.put(tx, rows, NOW)


def claim(store: Store, after: timedelta = timedelta(), limit: int = 40, *, workspace: str = "slack") -> list[Delivery]:
    """Claim in every lane, as a worker does."""
    now = NOW + after
    with store.write() as tx:
        claims.look_for_lost(tx, now)
        lanes = [f"{workspace}:{step}" for step in deliveries.STEPS]
        return [one for lane in lanes for one in claims.claim(tx, lane, now, LEASE, limit)]


def state(store: Store, key: str) -> str:
    with store.read() as tx:
        return str(tx.exec_driver_sql(f"select state from deliveries where key = '{key}'").scalar())  # noqa: S608


def test_the_same_key_is_put_once_and_stays_what_it_was(store: Store) -> None:
    put(store, delivery("d1", payload={"card": 1}))
    put(store, delivery("d1", payload={"card": 2}), delivery("d2"))
    assert [(one.key, one.payload) for one in claim(store)] == [("d1", {"card": 1}), ("d2", {"card": {}})]


def test_what_is_urgent_goes_first_and_then_what_is_due_longest(store: Store) -> None:
    put(
        store,
        delivery("late", priority=LATER, due_at=NOW - 9 * SECOND),
        delivery("second", priority=FIRST, due_at=NOW - SECOND),
        delivery("first", priority=FIRST, due_at=NOW - 2 * SECOND),
        delivery("third", priority=FIRST, due_at=NOW - SECOND),
        delivery("not yet", due_at=NOW + SECOND),
    )
    assert [one.key for one in claim(store)] == ["first", "second", "third", "late"]
    assert [one.key for one in claim(store, SECOND)] == ["not yet"]


def test_many_takers_take_each_row_once(store: Store) -> None:
    put(store, *(delivery(f"d{number}") for number in range(120)))

    def take(_: int) -> list[str]:
        found: list[str] = []
        while batch := claim(store, limit=7):
            found += [one.key for one in batch]
        return found

    taken = Counter(key for one in at_once(take, 6) for key in one)
    assert len(taken) == 120
    assert set(taken.values()) == {1}


def test_a_post_whose_taker_is_gone_comes_back_uncertain_to_be_looked_for(store: Store) -> None:
    put(store, delivery())
    assert [(one.uncertain, one.step) for one in claim(store)] == [(False, "post")]
    assert claim(store, LEASE - SECOND) == []
    again = claim(store, LEASE)
    assert [(one.uncertain, one.attempts, one.step) for one in again] == [(True, 2, "find")]


def test_what_may_be_done_twice_comes_back_as_it_was(store: Store) -> None:
    put(store, delivery(type="update", target=7))
    claim(store)
    assert [(one.uncertain, one.step) for one in claim(store, LEASE)] == [(False, "update")]


def test_what_is_not_found_goes_on_in_its_own_lane_and_is_certain_again(store: Store) -> None:
    put(store, delivery())
    claim(store)
    lost = claim(store, LEASE)[0]
    with store.write() as tx:
        claims.move(tx, lost, "post", NOW)
    assert [(one.uncertain, one.attempts, one.step) for one in claim(store)] == [(False, 2, "post")]


def test_it_stays_uncertain_until_somebody_knows(store: Store) -> None:
    put(store, delivery())
    claim(store)
    lost = claim(store, LEASE)[0]
    with store.write() as tx:
        claims.again(tx, lost, NOW, "nothing found out")
    assert [one.uncertain for one in claim(store, LEASE)] == [True]


def test_a_taker_that_was_away_too_long_changes_nothing_any_more(store: Store) -> None:
    put(store, delivery())
    slow, quick = claim(store)[0], claim(store, LEASE)[0]
    with store.write() as tx:
        assert not claims.is_held(tx, slow, NOW)
        assert claims.is_held(tx, quick, NOW + 2 * LEASE)
        assert not claims.is_held(tx, quick, NOW + 2 * LEASE + SECOND)
        claims.sent(tx, quick.id, NOW, "D1", "1.2")
        claims.again(tx, slow, NOW, "refused connection")
        claims.wait(tx, slow, NOW, "429")
        claims.move(tx, slow, "find", NOW)
        claims.end(tx, slow, "failed", "gone")
    assert state(store, "d1") == "sent"


def test_posts_of_one_conversation_leave_one_after_another_and_others_do_not_wait(store: Store) -> None:
    put(store, delivery("a1", person="a"), delivery("a2", person="a"), delivery("b1", person="b"))
    first = claim(store)
    assert [one.key for one in first] == ["a1", "b1"]
    with store.write() as tx:
        claims.again(tx, first[0], NOW + 5 * SECOND, "trouble")
    assert claim(store, SECOND) == []
    [again] = claim(store, 5 * SECOND)
    with store.write() as tx:
        claims.sent(tx, again.id, NOW, "D1", "1.2")
    assert [one.key for one in claim(store, 5 * SECOND)] == ["a2"]


def test_what_is_more_urgent_overtakes_and_what_waits_for_morning_or_has_long_trouble_is_passed(store: Store) -> None:
    put(
        store,
        delivery("notice", person="a", priority=BULK, due_at=NOW + 9 * SECOND),
        delivery("receipt", person="a"),
        delivery("reminder", person="b", quiet="A", due_at=NOW + 9 * SECOND),
        delivery("card", person="b"),
    )
    assert [one.key for one in claim(store)] == ["receipt", "card"]
    put(store, delivery("trouble", person="c"), delivery("next", person="c"))
    for number in range(deliveries.PATIENT + 1):
        now = number * 9 * SECOND
        troubled = next(one for one in claim(store, now) if one.key == "trouble")
        with store.write() as tx:
            claims.again(tx, troubled, NOW + now + 9 * SECOND, "trouble")
    assert "next" in [one.key for one in claim(store, now)]


def test_the_last_hands_are_for_what_is_urgent(store: Store) -> None:
    put(store, delivery("bulk", priority=BULK), delivery("answer", priority=SOON))
    with store.write() as tx:
        taken = claims.claim(tx, "slack:post", NOW, LEASE, 9, least=SOON)
    assert [one.key for one in taken] == ["answer"]


def test_waiting_is_no_attempt_and_trying_again_is_one(store: Store) -> None:
    put(store, delivery("waits"), delivery("tries"))
    one, two = claim(store)
    with store.write() as tx:
        claims.wait(tx, one, NOW, "429")
        claims.again(tx, two, NOW, "refused connection")
    assert {one.key: one.attempts for one in claim(store)} == {"waits": 1, "tries": 2}


def test_nobody_uses_a_lane_that_is_paused_and_other_lanes_go_on(store: Store) -> None:
    put(store, delivery("slack"), delivery("home", type="home"), delivery("teams", lane="teams"))
    with store.write() as tx:
        claims.pause(tx, "slack:post", NOW + 5 * SECOND)
        assert claims.resumes_at(tx, "slack", NOW) == {"slack:post": NOW + 5 * SECOND}
        assert claims.resumes_at(tx, "teams", NOW) == {}
    assert [one.key for one in claim(store)] == ["home"]
    assert [one.key for one in claim(store, workspace="teams")] == ["teams"]
    assert claim(store, 4 * SECOND) == []
    assert [one.key for one in claim(store, 5 * SECOND)] == ["slack"]


def test_a_short_pause_does_not_shorten_a_long_one(store: Store) -> None:
    put(store, delivery())
    with store.write() as tx:
        claims.pause(tx, "slack:post", NOW + 60 * SECOND)
        claims.pause(tx, "slack:post", NOW + 5 * SECOND)
    assert claim(store, 59 * SECOND) == []
    with store.write() as tx:
        claims.pause(tx, "slack:post", NOW + 90 * SECOND)
    assert claim(store, 61 * SECOND) == []


def test_a_newer_update_makes_the_waiting_older_one_moot(store: Store) -> None:
    put(store, delivery("post"))
    post = claim(store)[0]
    put(store, delivery("u1", type="update", target=post.id), delivery("other", type="update", target=99))
    with store.write() as tx:
        deliveries.moot_updates(tx, post.id)
    put(store, delivery("u2", type="update", target=post.id))
    assert [one.key for one in claim(store)] == ["other", "u2"]
    assert state(store, "u1") == "moot"


def test_an_older_update_knows_that_it_is_overtaken_and_a_newer_one_that_it_must_wait(store: Store) -> None:
    put(store, delivery("old", type="update", target=7))
    old = claim(store)[0]
    put(store, delivery("new", type="update", target=7), delivery("elsewhere", type="update", target=8))
    new, elsewhere = claim(store)
    with store.write() as tx:
        assert deliveries.is_overtaken(tx, old)
        assert not deliveries.is_overtaken(tx, new)
        assert deliveries.is_behind(tx, new, NOW)
        assert not deliveries.is_behind(tx, new, NOW + LEASE)
        assert not deliveries.is_behind(tx, elsewhere, NOW)
        claims.end(tx, new, "failed", "channel_not_found")
        assert not deliveries.is_overtaken(tx, old)


def test_what_was_certainly_not_sent_can_still_be_changed(store: Store) -> None:
    put(store, delivery("d1"), delivery("d2"), delivery("d3", due_at=NOW + SECOND))
    refused, lost = claim(store)
    with store.write() as tx:
        claims.again(tx, refused, NOW + SECOND, "refused connection")
        claims.again(tx, lost, NOW + SECOND, "the answer got lost", uncertain=True)
        assert deliveries.replace_waiting(tx, refused, {"card": "new"})
        assert not deliveries.replace_waiting(tx, lost, {"card": "new"})
        waiting = deliveries.latest_post(tx, "d3")
        assert waiting is not None
        assert deliveries.replace_waiting(tx, waiting, {"card": "new"})
    kept = {one.key: one.payload for one in claim(store, SECOND)}
    assert kept == {"d1": {"card": "new"}, "d2": {"card": {}}, "d3": {"card": "new"}}


def test_slots_of_a_case_are_found_by_how_they_begin(store: Store) -> None:
    put(
        store,
        delivery("a", slot="card:c1:p1", case_id="c1"),
        delivery("b", slot="card:c1:p2", case_id="c1"),
        delivery("c", slot="receipt:c1", case_id="c1"),
        delivery("d", slot="card:c2:p1", case_id="c2"),
    )
    with store.read() as tx:
        assert sorted(deliveries.slots(tx, "c1", "card:")) == ["card:c1:p1", "card:c1:p2"]


@pytest.mark.parametrize("seconds", [15, 60])
def test_a_window_ends_after_now_and_not_later_than_its_length(seconds: int) -> None:
    end = deliveries.window_end(NOW + 7 * SECOND, seconds)
    assert NOW + 7 * SECOND < end <= NOW + (7 + seconds) * SECOND
    assert end.utcoffset() == timedelta()


def test_two_processes_do_not_wait_for_each_other_to_claim(postgres_store: Store) -> None:
    put(postgres_store, delivery("d1"), delivery("d2"))
    with postgres_store.write() as tx:
        assert [one.key for one in claims.claim(tx, "slack:post", NOW, LEASE, 1)] == ["d1"]
        assert [one.key for one in claim(postgres_store)] == ["d2"]
