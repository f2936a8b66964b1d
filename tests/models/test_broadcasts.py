"""One notice to many, by the database alone: its audience, its posts, stopping, marking and who was not reached."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from models import audiences, broadcasts, deliveries, notices, people
from models.deliveries import Delivery
from models.notices import Notice
from models.store import Store, Transaction
from models.tables import posts
from tests.models.rows import KEYRING, MINUTE, NOW, SECOND, delivery, person, put_case
from workflows.engine.policy import Grant


def notice(key: str = "n1", **more: object) -> Notice:
    plain = Notice(
        id=key,
        case_id="c1",
        type="mededeling",
        version=1,
        text=f"Tekst {key}",
        sender="p1",
        school="A",
        via="direct",
        state="draft",
        created_at=NOW,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def staff(tx: Transaction, key: str, *schools: str, **more: object) -> None:
    """Somebody with a post at each of these schools."""
    if people.by_id(tx, key) is None:
        person(tx, key)
    for school in schools:
        values = {"person": key, "school": school, "roles": "", "workdays": ""}
        tx.execute(posts.insert().values(**values))
    for column, value in more.items():
        tx.exec_driver_sql(f"update people set {column} = {value} where id = '{key}'")  # noqa: S608


def sent(tx: Transaction, key: str = "n1", people_: Iterable[str] = ("p1", "p2", "p3"), **more: object) -> None:
    """A notice that was sent to these people, with its posts waiting."""
    notices.add(tx, KEYRING, notice(key, **more))
    for one in people_:
        tx.exec_driver_sql(f"insert into audience (notice, person) values ('{key}', '{one}')")  # noqa: S608
    notices.start(tx, key, NOW, state="running", asks=True, remind_at=None)
    broadcasts.put_for_audience(tx, row(key), key, NOW)


def row(key: str) -> Delivery:
    return delivery(f"notice:{key}", payload={"notice": key}, notice=key, case_id="c1", priority=deliveries.BULK)


def state(tx: Transaction, key: str, state_: str, reason: str = "") -> None:
    tx.exec_driver_sql(f"update deliveries set state = '{state_}', reason = '{reason}' where key = '{key}'")  # noqa: S608


@pytest.fixture
def three(store: Store) -> Store:
    """A case, and three people at school A."""
    put_case(store)
    with store.write() as tx:
        for one in ("p1", "p2", "p3"):
            staff(tx, one, "A")
    return store


def test_the_audience_is_the_active_staff_of_a_school_or_of_all_each_person_once(three: Store) -> None:
    with three.write() as tx:
        staff(tx, "both", "A", "B")
        staff(tx, "other", "B")
        staff(tx, "left", "A", active="false")
        staff(tx, "stranger", "A", listed="false")
        for key, scope, count in (("n1", "school", 4), ("n2", "alle", 5)):
            notices.add(tx, KEYRING, notice(key, scope=scope))
            audiences.freeze(tx, key, "A", scope)
            audiences.freeze(tx, key, "A", scope)
            assert notices.start(tx, key, NOW, state="running", asks=True, remind_at=None) == count
            assert audiences.staff_count(tx, "A", scope) == count


def test_each_reader_counts_once_and_the_first_moment_stays(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        assert audiences.mark_read(tx, "n1", "p1", NOW)
        assert audiences.mark_read(tx, "n1", "p1", NOW + SECOND)
        assert not audiences.mark_read(tx, "n1", "stranger", NOW)
        assert audiences.read_at(tx, "n1", "p1") == NOW
        assert audiences.read_count(tx, "n1") == 1
        assert audiences.unread_names(tx, "n1", 1) == ["Persoon p2"]
        assert audiences.unread_names(tx, "n1", 9) == ["Persoon p2", "Persoon p3"]


def test_everybody_in_the_audience_gets_one_post_however_often_it_is_asked(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        broadcasts.put_for_audience(tx, row("n1"), "n1", NOW)
        assert broadcasts.counts(tx, "n1") == {"waiting": 3}
        first = deliveries.latest_post(tx, "notice:n1:p1")
    assert first is not None
    assert (first.person, first.lane, first.notice, first.payload) == ("p1", "slack:post", "n1", {"notice": "n1"})


def test_a_stop_holds_back_what_waits_and_going_on_sends_what_came_back_too(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        state(tx, "notice:n1:p1", "sent")
        state(tx, "notice:n1:p2", "sending")
        broadcasts.stop(tx, "n1")
        assert broadcasts.counts(tx, "n1") == {"sent": 1, "sending": 1, "moot": 1}
        state(tx, "notice:n1:p2", "moot", "nothing to show")
        assert not broadcasts.is_under_way(tx, "n1")
        broadcasts.resume(tx, "n1", NOW)
        assert broadcasts.counts(tx, "n1") == {"sent": 1, "waiting": 2}
        assert broadcasts.is_under_way(tx, "n1")


def test_what_may_be_there_is_uncertain_and_a_stop_leaves_it_to_be_looked_for(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        tx.exec_driver_sql("update deliveries set uncertain = true where key = 'notice:n1:p3'")
        broadcasts.stop(tx, "n1")
        assert broadcasts.counts(tx, "n1") == {"moot": 2, "uncertain": 1}
        assert broadcasts.uncertain_names(tx, "n1", 9) == ["Persoon p3"]


def test_what_may_be_there_is_under_way_and_does_not_go_out(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        assert broadcasts.is_going_out(tx, "n1")
        tx.exec_driver_sql("update deliveries set uncertain = true")
        assert not broadcasts.is_going_out(tx, "n1")
        assert broadcasts.is_under_way(tx, "n1")


@pytest.mark.parametrize(
    "state_, may", [("waiting", False), ("moot", False), ("sending", True), ("sent", True), ("failed", True)]
)
def test_what_was_sent_is_being_sent_failed_or_is_uncertain_may_be_in_the_channel(
    three: Store, state_: str, may: bool
) -> None:
    with three.write() as tx:
        sent(tx)
        state(tx, "notice:n1:p1", "sent")
        assert not broadcasts.may_be_in_channel(tx, ["n1"])
        channel = replace(row("n1"), key="notice:n1:kanaal", slot="notice:n1:kanaal", person=None, channel_to="C1")
        deliveries.put(tx, [channel], NOW)
        state(tx, "notice:n1:kanaal", state_)
        assert broadcasts.may_be_in_channel(tx, ["n2", "n1"]) == may
        tx.exec_driver_sql("update deliveries set uncertain = true where key = 'notice:n1:kanaal'")
        assert broadcasts.may_be_in_channel(tx, ["n1"])
        assert not broadcasts.may_be_in_channel(tx, ["n2"])


def test_the_channel_post_is_no_post_to_a_person(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        channel = replace(row("n1"), key="notice:n1:kanaal", slot="notice:n1:kanaal", person=None, channel_to="C1")
        deliveries.put(tx, [channel], NOW)
        assert broadcasts.counts(tx, "n1") == {"waiting": 3}


def test_every_post_that_was_sent_is_marked_once_in_the_lane_of_changes(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        state(tx, "notice:n1:p1", "sent")
        state(tx, "notice:n1:p2", "sent")
        # It was looked for, and found: it ended in that lane.
        tx.exec_driver_sql("update deliveries set lane = 'slack:find' where key = 'notice:n1:p2'")
        for _ in range(2):
            assert broadcasts.has_unmarked(tx, "n1")
            broadcasts.mark_all(tx, "n1", {"marked": "n1"}, NOW)
            assert not broadcasts.has_unmarked(tx, "n1")
            state(tx, "notice:n1:p3", "sent")
        found = tx.exec_driver_sql("select key, lane, type, state from deliveries where type = 'update' order by key")
        marks = [tuple(one) for one in found]
    assert marks == [
        ("mark:notice:n1:p1", "slack:update", "update", "waiting"),
        ("mark:notice:n1:p2", "slack:update", "update", "waiting"),
        ("mark:notice:n1:p3", "slack:update", "update", "waiting"),
    ]


def test_a_reminder_is_for_who_has_not_read_it_and_of_whom_is_known_that_it_came_so_far(three: Store) -> None:
    with three.write() as tx:
        staff(tx, "p4", "A")
        staff(tx, "p5", "A")
        sent(tx, people_=("p1", "p2", "p3", "p4", "p5"))
        audiences.mark_read(tx, "n1", "p1", NOW)
        state(tx, "notice:n1:p2", "moot", "stopped")
        state(tx, "notice:n1:p3", "failed", "channel_not_found")
        state(tx, "notice:n1:p4", "sent")
        tx.exec_driver_sql("update deliveries set uncertain = true where key = 'notice:n1:p5'")
        channel = replace(row("n1"), key="notice:n1:kanaal", slot="x", person=None, channel_to="C1")
        deliveries.put(tx, [channel], NOW)
        state(tx, "notice:n1:kanaal", "moot", "stopped")
        reminder = replace(row("n1"), key="remind:n1", notice=None, payload={"reminder": "n1"})
        broadcasts.put_for_audience(tx, reminder, "n1", NOW, unread=True)
        got = tx.exec_driver_sql("select person from deliveries where substr(key, 1, 7) = 'remind:' order by person")
        assert [one for (one,) in got] == ["p3", "p4"]


def test_a_lifting_is_for_who_may_have_got_any_version_or_read_one(three: Store) -> None:
    with three.write() as tx:
        for one in ("p4", "p5"):
            staff(tx, one, "A")
        everybody = ("p1", "p2", "p3", "p4", "p5")
        sent(tx, "n1", everybody)
        state(tx, "notice:n1:p1", "sent")
        broadcasts.stop(tx, "n1")
        sent(tx, "n2", everybody, version=2, previous="n1")
        state(tx, "notice:n2:p2", "failed")
        tx.exec_driver_sql("update deliveries set uncertain = true where key = 'notice:n2:p3'")
        audiences.mark_read(tx, "n2", "p4", NOW)
        assert audiences.reached_count(tx, ["n2", "n1"]) == 4
        broadcasts.stop(tx, "n2")
        notices.add(tx, KEYRING, notice("n3", version=3, type="opheffing", previous="n2"))
        audiences.copy_reached(tx, "n3", ["n2", "n1"])
        assert audiences.unread_names(tx, "n3", 9) == [f"Persoon {one}" for one in ("p1", "p2", "p3", "p4")]


def test_who_was_not_reached_is_told_by_reason_the_most_frequent_first(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        state(tx, "notice:n1:p1", "failed", "b")
        state(tx, "notice:n1:p2", "failed", "a")
        state(tx, "notice:n1:p3", "failed", "a")
        found = broadcasts.unreached(tx, "n1", 9)
        assert [(one.reason, one.count, one.names) for one in found] == [
            ("a", 2, ("Persoon p2", "Persoon p3")),
            ("b", 1, ("Persoon p1",)),
        ]
        assert [(one.count, len(one.names)) for one in broadcasts.unreached(tx, "n1", 1)] == [(2, 0), (1, 1)]


def test_two_workers_take_a_reminder_and_a_mark_once(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        assert not notices.take_reminder(tx, "n1", NOW)
        assert notices.plan_reminder(tx, "n1", NOW + MINUTE)
        assert notices.to_remind(tx, NOW) == []
        assert notices.to_remind(tx, NOW + MINUTE) == ["n1"]
        assert notices.take_reminder(tx, "n1", NOW + MINUTE)
        assert not notices.take_reminder(tx, "n1", NOW + MINUTE)
        assert not notices.plan_reminder(tx, "n1", NOW + MINUTE)
        assert notices.to_mark(tx) == []
        notices.end(tx, "n1", "replaced")
        assert notices.to_mark(tx) == ["n1"]
        assert [notices.take_mark(tx, "n1", NOW), notices.take_mark(tx, "n1", NOW)] == [True, False]
        assert notices.to_mark(tx) == []


def test_a_draft_takes_no_place_and_the_version_that_was_sent_does(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        first = notices.load(tx, KEYRING, "n1")
        assert first is not None
        notices.add(tx, KEYRING, notice("n2", version=2, previous="n1", outsiders=None))
        assert notices.newer_than(tx, KEYRING, first) is None
        audiences.copy_audience(tx, "n2", "n1")
        notices.end(tx, "n1", "replaced")
        assert notices.start(tx, "n2", NOW, state="running", asks=False, remind_at=None) == 3
        newer = notices.newer_than(tx, KEYRING, first)
        assert newer is not None
        assert (newer.id, newer.asks, newer.outsiders, newer.text) == ("n2", False, None, "Tekst n2")
        assert notices.running(tx, KEYRING, Grant(case_id="c1", person="p1")) == newer


def test_of_the_notices_of_a_case_who_sees_only_their_own_words_opens_what_they_sent(three: Store) -> None:
    with three.write() as tx:
        sent(tx)
        notices.add(tx, KEYRING, notice("n2", version=2, sender="p2"))
        whole, own = Grant(case_id="c1", person="p2"), Grant(case_id="c1", person="p2", only_author="p2")
        assert [one.id for one in notices.of_case(tx, KEYRING, whole)] == ["n1", "n2"]
        assert [one.id for one in notices.of_case(tx, KEYRING, own)] == ["n2"]
        assert notices.running(tx, KEYRING, own) is None
        assert notices.of_case(tx, KEYRING, Grant(case_id="c2", person="p2")) == []


def test_a_notice_is_known_to_its_audience_to_who_came_later_and_to_who_is_busy_with_it(three: Store) -> None:
    with three.write() as tx:
        sent(tx, people_=("p2",), sender="p3")
        staff(tx, "later", "A")
        staff(tx, "elsewhere", "B")
        staff(tx, "stranger", "A", listed="false")

        def known(who: str, *busy: str) -> list[tuple[str, bool]]:
            return [(one.notice.id, one.is_asked) for one in notices.known_to(tx, KEYRING, who, busy)]

        assert known("p2") == [("n1", True)]
        assert known("later") == known("p3") == [("n1", False)]
        assert known("elsewhere") == known("stranger") == []
        assert known("elsewhere", "c1") == [("n1", False)]
        tx.exec_driver_sql("update notices set scope = 'alle'")
        assert known("elsewhere") == [("n1", False)]
        notices.end(tx, "n1", "lifted")
        assert known("p2") == []
