"""Sending: each thing that can go wrong has its own answer, and nothing is sent twice or forgotten."""

import pytest

from models import claims, deliveries, people
from tests.usecases.school import School, card
from workflows.usecases.deliver import GIVE_UP, LEASE, deliver
from workflows.usecases.messenger import Member, PausedError, Place, RefusedError, TroubleError, UncertainError


def test_what_is_due_is_sent_once_and_its_place_is_kept(school: School) -> None:
    school.put("a")
    assert school.deliver() == 1
    assert school.deliver() == 0
    assert school.state("a") == ("sent", "")
    assert (school.row("a").channel, school.row("a").ts) == ("DU1", "1.0")


def test_when_slack_asks_to_wait_everybody_waits_and_nothing_counts_as_a_failed_attempt(school: School) -> None:
    school.put("a")
    school.chat.will("send", PausedError("ratelimited", 7))
    school.deliver()
    school.put("b")
    school.wait(seconds=6)
    assert school.deliver() == 0
    assert (school.row("a").attempts, school.row("a").uncertain) == (0, False)
    school.wait(seconds=1)
    school.deliver_all()
    assert [school.state(key)[0] for key in "ab"] == ["sent", "sent"]


def test_what_is_refused_ends_with_the_reason_and_is_not_tried_again(school: School) -> None:
    school.put("a")
    school.chat.will("send", RefusedError("channel_not_found"))
    school.deliver()
    school.wait(days=1)
    assert school.deliver() == 0
    assert school.state("a") == ("failed", "channel_not_found")


def test_trouble_is_tried_again_after_longer_and_longer_and_survives_a_weekend(school: School) -> None:
    school.put("a")
    waits = []
    for _ in range(11):
        school.chat.will("send", TroubleError("invalid_auth"))
        school.deliver()
        row = school.row("a")
        assert (row.state, row.reason, row.uncertain) == ("waiting", "invalid_auth", False)
        waits.append((row.due_at - school.ctx.now()).total_seconds())
        school.clock[0] = row.due_at
    assert waits == sorted(waits)
    assert 1 <= waits[0] < 2
    assert 300 <= waits[-1] < 450
    school.wait(days=3)
    school.deliver()
    assert school.state("a") == ("sent", "")


def test_what_failed_for_a_week_ends_where_people_can_see_it(school: School) -> None:
    school.put("a")
    school.clock[0] += GIVE_UP * 2
    school.chat.will("send", TroubleError("invalid_auth"))
    school.deliver()
    assert school.state("a") == ("failed", "invalid_auth")


def test_an_answer_that_got_lost_is_looked_for_and_what_arrived_is_not_sent_again(school: School) -> None:
    school.put("a")
    school.chat.will("send", UncertainError("timeout"))
    school.deliver()
    assert school.row("a").uncertain
    school.chat.posted["a"] = Place(channel="DU1", ts="9.9")
    school.wait(seconds=5)
    school.deliver()
    assert school.state("a") == ("sent", "")
    assert school.row("a").ts == "9.9"
    assert (school.chat.count("send"), school.chat.count("find")) == (1, 1)


def test_nobody_looks_for_a_message_that_may_still_be_on_its_way(school: School) -> None:
    school.put("a")
    school.chat.will("send", UncertainError("timeout", 30))
    school.deliver()
    school.wait(seconds=29)
    assert school.deliver() == 0
    school.wait(seconds=1)
    school.deliver()
    assert school.chat.count("find") == 1


def test_what_was_looked_for_and_did_not_arrive_is_sent(school: School) -> None:
    school.put("a")
    school.chat.will("send", UncertainError("timeout"))
    school.deliver()
    school.wait(seconds=5)
    school.deliver_all()
    assert school.state("a") == ("sent", "")
    assert (school.chat.count("send"), school.chat.count("find")) == (2, 1)


def test_as_long_as_nobody_can_look_nothing_is_sent(school: School) -> None:
    school.put("a")
    school.chat.will("send", UncertainError("timeout"))
    school.chat.will("find", UncertainError("missing_scope"), PausedError("ratelimited", 3), TroubleError("refused"))
    for _ in range(4):
        school.deliver()
        school.wait(minutes=10)
    assert school.row("a").uncertain
    assert school.chat.count("send") == 1
    school.deliver_all()
    assert school.chat.count("send") == 2


def test_looking_for_one_that_must_wait_does_not_hold_up_those_that_are_certain(school: School) -> None:
    school.put("a", person=None, channel_to="C1")
    school.chat.will("send", UncertainError("timeout"))
    school.chat.will("find", PausedError("ratelimited", 60))
    school.deliver()
    school.wait(seconds=5)
    school.deliver()
    school.put("b", person=None, channel_to="C2")
    school.deliver()
    assert (school.state("a")[0], school.state("b")[0]) == ("waiting", "sent")
    school.wait(seconds=60)
    school.deliver_all()
    assert school.state("a")[0] == "sent"


def test_a_worker_that_died_while_sending_is_found_out_by_the_next(school: School) -> None:
    school.put("a")
    with school.ctx.store.write() as tx:
        assert claims.claim(tx, "slack:post", school.ctx.now(), LEASE, 10)
    school.chat.posted["a"] = Place(channel="DU1", ts="9.9")
    assert school.deliver() == 0
    school.clock[0] += LEASE
    assert school.deliver() == 1
    assert school.state("a") == ("sent", "")
    assert school.chat.count("send") == 0


def test_a_worker_that_was_away_longer_than_its_lease_sends_nothing(school: School) -> None:
    """While it looks for an uncertain post, another worker takes the delivery over and sends it."""
    school.put("a")
    school.chat.will("send", UncertainError("timeout"))
    school.deliver()
    school.wait(seconds=5)

    def meanwhile() -> None:
        school.clock[0] += LEASE
        school.deliver_all()

    school.chat.will("find", meanwhile)
    school.deliver_all()
    assert school.chat.count("find") == 2
    assert school.chat.count("send") == 2
    assert school.state("a") == ("sent", "")


def test_what_was_claimed_too_long_ago_to_be_sent_in_time_is_put_back(school: School) -> None:
    school.put("a")
    with school.ctx.store.write() as tx:
        [claimed] = claims.claim(tx, "slack:post", school.ctx.now(), LEASE, 10)
    school.wait(seconds=LEASE.total_seconds() - 1)
    deliver(school.ctx, school.chat, claimed)
    assert school.chat.calls == []
    school.deliver()
    assert (school.state("a")[0], school.chat.count("find")) == ("sent", 0)


def test_a_fault_of_ours_in_one_does_not_lose_the_others_and_is_raised(school: School) -> None:
    for key in "abc":
        school.put(key, person=None, channel_to=f"C{key}")
    school.chat.will("send", ZeroDivisionError("a fault"))
    with pytest.raises(BaseExceptionGroup) as caught:
        school.deliver()
    assert [type(one) for one in caught.value.exceptions] == [ZeroDivisionError]
    assert [school.state(key)[0] for key in "abc"] == ["sending", "sent", "sent"]
    school.clock[0] += LEASE
    assert school.row("a").state == "sending"
    school.deliver_all()
    assert school.state("a")[0] == "sent"
    assert school.chat.count("find") == 1


def test_an_update_waits_for_the_message_that_it_changes(school: School) -> None:
    post = school.put("post")
    school.put("update", type="update", target=post.id, priority=deliveries.SOON)
    school.chat.will("send", TroubleError("refused"))
    school.deliver()
    assert school.state("update")[0] == "waiting"
    assert school.chat.count("update") == 0
    school.wait(seconds=2)
    school.deliver()
    school.wait(seconds=2)
    school.deliver()
    assert school.chat.calls[-1] == ("update", "update")
    assert school.state("update") == ("sent", "")


def test_an_update_of_a_message_that_was_never_sent_is_moot(school: School) -> None:
    post = school.put("post")
    school.chat.will("send", RefusedError("channel_not_found"))
    school.deliver()
    school.put("update", type="update", target=post.id)
    school.put("unknown", type="update", target=999)
    school.deliver()
    assert school.state("update")[0] == school.state("unknown")[0] == "moot"
    assert school.chat.count("update") == 0


def test_an_old_update_that_had_trouble_never_puts_the_past_back(school: School) -> None:
    post = school.put("post")
    school.deliver()
    school.put("old", type="update", target=post.id)
    school.chat.will("update", TroubleError("refused"))
    school.deliver()
    school.put("new", type="update", target=post.id)
    school.wait(minutes=1)
    school.deliver()
    school.wait(minutes=1)
    school.deliver()
    assert [what for method, what in school.chat.calls if method == "update"] == ["old", "new"]
    assert (school.state("old")[0], school.state("new")[0]) == ("moot", "sent")


def test_a_newer_update_waits_while_an_older_one_is_being_sent_elsewhere(school: School) -> None:
    post = school.put("post")
    school.deliver()
    school.put("old", type="update", target=post.id)
    with school.ctx.store.write() as tx:
        assert claims.claim(tx, "slack:update", school.ctx.now(), LEASE, 10)
    school.put("new", type="update", target=post.id)
    school.deliver()
    assert school.chat.count("update") == 0
    school.clock[0] += LEASE
    for _ in range(3):
        school.deliver()
        school.wait(seconds=2)
    assert [what for method, what in school.chat.calls if method == "update"] == ["new"]


def test_who_is_not_known_in_slack_yet_is_looked_up_by_address_and_tied(school: School) -> None:
    school.person("bas")
    school.chat.staff = [Member(id="U2", email="bas@school.example", name="Bas")]
    school.put("a", person="bas")
    school.put("b", person="bas")
    school.deliver_all()
    assert (school.state("a"), school.state("b")) == (("sent", ""), ("sent", ""))
    with school.ctx.store.read() as tx:
        tied = people.by_member(tx, "U2")
    assert tied is not None
    assert tied.id == "bas"
    school.put("c", person="bas")
    before = school.chat.count("member_of")
    school.deliver_all()
    assert school.chat.count("member_of") == before


@pytest.mark.parametrize("found", [None, Member(id="U2", email="bas@school.example", name="Bas", active=False)])
def test_who_cannot_be_found_in_slack_is_shown_as_not_reached(school: School, found: Member | None) -> None:
    school.person("bas")
    school.chat.staff = [found] if found else []
    school.put("a", person="bas")
    school.deliver_all()
    assert school.state("a") == ("failed", "Deze persoon is niet gevonden in Slack.")


def test_who_left_gets_nothing_and_that_is_visible(school: School) -> None:
    with school.ctx.store.write() as tx:
        tx.exec_driver_sql("update people set active = false")
    school.put("a")
    school.deliver()
    assert school.state("a") == ("failed", "Deze persoon werkt hier niet meer.")
    assert school.chat.calls == []


def test_a_channel_post_needs_no_person(school: School) -> None:
    school.put("a", person=None, channel_to="C1", payload={"card": card("x")})
    school.deliver()
    assert school.chat.calls == [("send", "C1")]


def test_a_delivery_without_anything_to_show_is_moot(school: School) -> None:
    school.put("a", payload={})
    school.deliver()
    assert school.state("a")[0] == "moot"


def test_what_may_have_arrived_is_looked_for_whatever_lane_it_came_in(school: School) -> None:
    school.put("a")
    with school.ctx.store.write() as tx:
        tx.exec_driver_sql("update deliveries set uncertain = true")
    school.chat.posted["a"] = Place(channel="DU1", ts="9.9")
    school.deliver_all()
    assert (school.state("a")[0], school.chat.count("send")) == ("sent", 0)


def test_a_message_for_somebody_who_was_never_known_is_a_fault_of_ours_and_ends_after_a_week(school: School) -> None:
    school.put("a", person="nobody")
    for _ in range(3):
        with pytest.raises(BaseExceptionGroup):
            school.deliver()
        school.clock[0] += LEASE
    assert school.state("a")[0] == "sending"
    school.clock[0] += GIVE_UP
    assert school.deliver() == 0
    assert school.state("a") == ("failed", "fault")
    assert school.chat.calls == []


def test_a_pause_of_a_clock_that_was_moved_back_since_stops_nothing(school: School) -> None:
    school.wait(days=1)
    school.put("a")
    school.chat.will("send", PausedError("ratelimited", 7))
    school.deliver()
    school.wait(days=-1)
    school.put("b", person=None, channel_to="C1")
    school.deliver()
    assert school.state("b")[0] == "sent"
    school.put("c", person=None, channel_to="C2")
    school.chat.will("send", PausedError("ratelimited", 7))
    school.deliver()
    school.wait(seconds=6)
    school.put("d", person=None, channel_to="C3")
    assert school.deliver() == 0
