"""Several hands at once: each thing goes out once, answers pass a broadcast, and stopping ends what was begun."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from models.deliveries import BULK, LAST
from ruggespraak.clock import system_clock
from tests.ruggespraak.town import until
from tests.usecases.school import School
from workflows.usecases.courier import KEPT_FREE, Courier
from workflows.usecases.messenger import PausedError, UncertainError

HANDS = 5
BULK_HANDS = HANDS - KEPT_FREE - 1  # of one lane


@pytest.fixture
def courier(school: School) -> Iterator[Courier]:
    made = Courier(school.ctx, school.chat, HANDS)
    yield made
    made.stop(5)


def queue(school: School, *keys: str, **more: object) -> None:
    for key in keys:
        school.put(key, person=None, channel_to=f"C{key}", **more)


def running(courier: Courier) -> threading.Thread:
    thread = threading.Thread(target=courier.run)
    thread.start()
    return thread


def states(school: School, *keys: str) -> set[str]:
    return {school.state(key)[0] for key in keys}


def holding(school: School, times: int) -> threading.Event:
    """Have the next messages wait in the middle of being sent until the event is set."""
    gate = threading.Event()
    wait: Callable[[], object] = lambda: gate.wait(10)  # noqa: E731
    school.chat.will("send", *[wait] * times)
    return gate


def test_everything_that_is_due_goes_out_once_and_then_it_rests(school: School, courier: Courier) -> None:
    keys = [f"d{number}" for number in range(25)]
    queue(school, *keys)
    courier.run()
    assert states(school, *keys) == {"sent"}
    assert school.chat.count("send") == 25


def test_an_answer_passes_a_broadcast_whose_hands_are_all_busy(school: School, courier: Courier) -> None:
    many = [f"d{number}" for number in range(9)]
    queue(school, *many, priority=BULK)
    gate = holding(school, BULK_HANDS)
    thread = running(courier)
    until(lambda: school.chat.count("send") == BULK_HANDS, "a broadcast has all the hands that it gets")
    queue(school, "answer")
    until(lambda: school.state("answer")[0] == "sent", "the answer is there")
    assert "sent" not in states(school, *many)
    gate.set()
    thread.join(10)
    assert states(school, *many) == {"sent"}


def test_a_slow_broadcast_leaves_a_hand_to_what_is_not_urgent_in_another_lane(school: School, courier: Courier) -> None:
    post = school.put("post", person=None, channel_to="C0")
    courier.run()
    many = [f"d{number}" for number in range(9)]
    queue(school, *many, priority=BULK)
    gate = holding(school, BULK_HANDS)
    thread = running(courier)
    until(lambda: school.chat.count("send") == 1 + BULK_HANDS, "a broadcast has all the hands that it gets")
    school.put("mark", type="update", target=post.id, priority=LAST)
    until(lambda: school.state("mark")[0] == "sent", "the mark is there")
    gate.set()
    thread.join(10)
    assert states(school, *many) == {"sent"}


def test_halting_takes_up_nothing_new_and_what_is_under_way_ends(school: School, courier: Courier) -> None:
    keys = [f"d{number}" for number in range(9)]
    queue(school, *keys)
    gate = holding(school, HANDS)
    thread = running(courier)
    until(lambda: school.chat.count("send") >= 2, "some are under way")
    begun = school.chat.count("send")
    courier.halt()
    assert not courier.stop(0.1)
    gate.set()
    thread.join(10)
    until(lambda: [school.state(key)[0] for key in keys].count("sent") == begun, "what was begun has ended")
    assert states(school, *keys) == {"sent", "waiting"}
    assert school.chat.count("send") == begun


def test_a_fault_of_ours_is_raised_and_the_rest_goes_on(school: School, courier: Courier) -> None:
    keys = [f"d{number}" for number in range(6)]
    queue(school, *keys)
    school.chat.will("send", ZeroDivisionError("a fault"))
    with pytest.raises(BaseExceptionGroup) as caught:
        courier.run()
    assert [type(one) for one in caught.value.exceptions] == [ZeroDivisionError]
    courier.run()
    assert [school.state(key)[0] for key in keys].count("sent") == 5
    assert states(school, *keys) == {"sent", "sending"}


def test_a_short_pause_is_waited_for_and_a_long_one_is_left_to_the_next_time(school: School) -> None:
    school.clock[0] = system_clock()
    courier = Courier(replace(school.ctx, now=system_clock), school.chat, HANDS)
    queue(school, "a", "b", "c")
    school.chat.will("send", PausedError("ratelimited", 0.3))
    courier.run()
    assert states(school, "a", "b", "c") == {"sent"}
    queue(school, "d")
    school.chat.will("send", PausedError("ratelimited", 60))
    courier.run()
    assert states(school, "d") == {"waiting"}
    assert courier.stop(1)


def test_what_may_have_arrived_is_looked_for_beside_those_that_are_certain(school: School, courier: Courier) -> None:
    queue(school, "a", "b")
    school.chat.will("send", UncertainError("timeout"))
    courier.run()
    assert states(school, "a", "b") == {"sent", "waiting"}
    school.wait(seconds=10)
    courier.run()
    assert states(school, "a", "b") == {"sent"}
    assert (school.chat.count("send"), school.chat.count("find")) == (3, 1)


def test_two_couriers_on_one_database_share_the_work_and_double_nothing(school: School) -> None:
    keys = [f"d{number}" for number in range(40)]
    queue(school, *keys)
    couriers = [Courier(school.ctx, school.chat, HANDS) for _ in range(2)]
    threads = [running(one) for one in couriers]
    for thread in threads:
        thread.join(30)
    assert all(one.stop(5) for one in couriers)
    assert states(school, *keys) == {"sent"}
    assert school.chat.count("send") == 40
