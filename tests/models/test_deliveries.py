"""The outbox: every row is taken once, comes back when its taker is gone, and never in the wrong order."""

from collections import Counter
from datetime import timedelta

import pytest

from models import deliveries
from models.deliveries import FIRST, LATER, Delivery
from models.store import Store
from tests.models.rows import NOW, SECOND, at_once, delivery

LEASE = timedelta(seconds=30)


def put(store: Store, *rows: Delivery) -> None:
    with store.write() as tx:
        deliveries.put(tx, rows, NOW)


def claim(store: Store, after: timedelta = timedelta(), limit: int = 40) -> list[Delivery]:
    with store.write() as tx:
        return deliveries.claim(tx, NOW + after, LEASE, limit)


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


def test_a_row_whose_taker_is_gone_comes_back_uncertain(store: Store) -> None:
    put(store, delivery())
    assert [one.uncertain for one in claim(store)] == [False]
    assert claim(store, LEASE - SECOND) == []
    again = claim(store, LEASE)
    assert [(one.uncertain, one.attempts) for one in again] == [(True, 2)]


def test_it_stays_uncertain_until_somebody_knows(store: Store) -> None:
    put(store, delivery())
    claim(store)
    lost = claim(store, LEASE)[0]
    with store.write() as tx:
        deliveries.again(tx, lost, NOW, "nothing found out")
    assert [one.uncertain for one in claim(store, LEASE)] == [True]


def test_a_taker_that_was_away_too_long_changes_nothing_any_more(store: Store) -> None:
    put(store, delivery())
    slow, quick = claim(store)[0], claim(store, LEASE)[0]
    with store.write() as tx:
        assert not deliveries.hold(tx, slow, NOW + 2 * LEASE)
        assert deliveries.hold(tx, quick, NOW + 2 * LEASE)
        deliveries.sent(tx, quick.id, NOW, "D1", "1.2")
        deliveries.again(tx, slow, NOW, "refused connection")
        deliveries.wait(tx, slow, NOW, "429")
        deliveries.end(tx, slow, "failed", "gone")
    assert state(store, "d1") == "sent"


def test_a_lease_that_is_held_longer_is_not_taken_over(store: Store) -> None:
    put(store, delivery())
    mine = claim(store)[0]
    with store.write() as tx:
        assert deliveries.hold(tx, mine, NOW + 2 * LEASE)
    assert claim(store, LEASE) == []
    assert len(claim(store, 2 * LEASE)) == 1


def test_waiting_is_no_attempt_and_trying_again_is_one(store: Store) -> None:
    put(store, delivery("waits"), delivery("tries"))
    one, two = claim(store)
    with store.write() as tx:
        deliveries.wait(tx, one, NOW, "429")
        deliveries.again(tx, two, NOW, "refused connection")
    assert {one.key: one.attempts for one in claim(store)} == {"waits": 1, "tries": 2}


def test_nobody_uses_a_lane_that_is_paused_and_other_lanes_go_on(store: Store) -> None:
    put(store, delivery("slack"), delivery("teams", lane="teams"))
    with store.write() as tx:
        deliveries.pause(tx, "slack", NOW + 5 * SECOND)
    assert [one.key for one in claim(store)] == ["teams"]
    assert claim(store, 4 * SECOND) == []
    assert [one.key for one in claim(store, 5 * SECOND)] == ["slack"]


def test_a_short_pause_does_not_shorten_a_long_one(store: Store) -> None:
    put(store, delivery())
    with store.write() as tx:
        deliveries.pause(tx, "slack", NOW + 60 * SECOND)
        deliveries.pause(tx, "slack", NOW + 5 * SECOND)
    assert claim(store, 59 * SECOND) == []
    with store.write() as tx:
        deliveries.pause(tx, "slack", NOW + 90 * SECOND)
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
        deliveries.end(tx, new, "failed", "channel_not_found")
        assert not deliveries.is_overtaken(tx, old)


def test_what_was_certainly_not_sent_can_still_be_changed(store: Store) -> None:
    put(store, delivery("d1"), delivery("d2"), delivery("d3", due_at=NOW + SECOND))
    refused, lost = claim(store)
    with store.write() as tx:
        deliveries.again(tx, refused, NOW + SECOND, "refused connection")
        deliveries.again(tx, lost, NOW + SECOND, "the answer got lost", uncertain=True)
        assert deliveries.replace_waiting(tx, refused.id, {"card": "new"})
        assert not deliveries.replace_waiting(tx, lost.id, {"card": "new"})
        waiting = deliveries.latest_post(tx, "d3")
        assert waiting is not None
        assert deliveries.replace_waiting(tx, waiting.id, {"card": "new"})
    kept = {one.key: one.payload for one in claim(store, SECOND)}
    assert kept == {"d1": {"card": "new"}, "d2": {"card": {}}, "d3": {"card": "new"}}


def test_the_board_counts_by_state_and_names_what_failed(store: Store) -> None:
    put(store, *(delivery(f"n{number}", notice="n") for number in range(3)), delivery("else"))
    first, second = claim(store, limit=2)
    with store.write() as tx:
        deliveries.end(tx, first, "failed", "x" * 500)
        deliveries.sent(tx, second.id, NOW, "D1", "1.2")
        assert deliveries.counts(tx, "n") == {"failed": 1, "sent": 1, "waiting": 1}
        assert deliveries.backlog(tx) == {"failed": 1, "sent": 1, "waiting": 2}
        assert [(one.key, len(one.reason)) for one in deliveries.failed_of(tx, "n")] == [("n0", 300)]


def test_slots_are_found_by_how_they_begin_and_a_percent_sign_is_only_a_sign(store: Store) -> None:
    put(store, delivery("a", slot="card:c1:p1"), delivery("b", slot="card:c1:p2"), delivery("c", slot="card:c%:p1"))
    with store.read() as tx:
        assert sorted(deliveries.slots(tx, "card:c1:")) == ["card:c1:p1", "card:c1:p2"]
        assert deliveries.slots(tx, "card:c%:") == ["card:c%:p1"]


@pytest.mark.parametrize("seconds", [15, 60])
def test_a_window_ends_after_now_and_not_later_than_its_length(seconds: int) -> None:
    end = deliveries.window_end(NOW + 7 * SECOND, seconds)
    assert NOW + 7 * SECOND < end <= NOW + (7 + seconds) * SECOND
    assert end.utcoffset() == timedelta()


def test_two_processes_do_not_wait_for_each_other_to_claim(postgres_store: Store) -> None:
    put(postgres_store, delivery("d1"), delivery("d2"))
    with postgres_store.write() as tx:
        assert [one.key for one in deliveries.claim(tx, NOW, LEASE, 1)] == ["d1"]
        assert [one.key for one in claim(postgres_store)] == ["d2"]
