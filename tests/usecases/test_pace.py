"""How fast a lane may go is learned: against a bucket like that of a chat product, and without one."""

import math

import pytest

from workflows.usecases.pace import BURST, Pace


class Bucket:
    """So many calls per second, and so many saved up; time is whatever a test says it is."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, burst, 0.0

    def wait_for(self, now: float) -> int:
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0
        return max(1, math.ceil((1 - self.level) / self.rate))


def send(paces: list[Pace], bucket: Bucket, number: int, capable: float = 200.0) -> tuple[float, int]:
    """Send so many through several workers that share their pauses; returns the seconds and the refusals."""
    now, left, refusals, until = 0.0, number, 0, 0.0
    while left > 0:
        for pace in paces:
            if now >= until and left > 0 and pace.room(now) >= 1:
                pace.sent(1, now)
                wait = bucket.wait_for(now)
                if wait:
                    pace.refused(now, wait)
                    refusals, until = refusals + 1, now + wait
                else:
                    left -= 1
        now += 1 / capable
    return now, refusals


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_nearly_all_that_a_limit_allows_is_used_and_it_is_seldom_run_into(workers: int) -> None:
    seconds, refusals = send([Pace() for _ in range(workers)], Bucket(50, 50), 5000)
    assert seconds <= 1.03 * (5000 - 50) / 50
    assert refusals < 60


def test_without_a_refusal_there_is_no_limit() -> None:
    pace = Pace()
    pace.sent(10_000, 1.0)
    assert pace.room(1.0) == float("inf")
    assert pace.ready_in() == 0


def test_those_that_were_under_way_with_a_refused_one_teach_nothing_more() -> None:
    pace = Pace()
    pace.room(0.0)
    pace.sent(50, 0.0)
    pace.refused(1.0, 2)
    learned = pace.rate
    for moment in (1.0, 1.1, 2.9):
        pace.refused(moment, 2)
    assert pace.rate == learned


def test_a_silence_is_not_taken_for_slowness() -> None:
    pace = Pace()
    pace.sent(100, 0.0)
    pace.rested()
    pace.sent(100, 3600.0)
    pace.refused(3601.0, 1)
    assert pace.rate is not None
    assert pace.rate > 100


def test_it_grows_when_another_worker_has_gone() -> None:
    pace = Pace()
    pace.sent(100, 0.0)
    pace.refused(10.0, 1)
    assert pace.rate is not None
    before = pace.rate
    pace.room(11.0)
    pace.room(41.0)
    assert pace.rate > 3 * before
    assert pace.room(41.0) <= BURST


def test_after_hours_of_quiet_there_is_no_limit_again_whatever_the_clock_does_then() -> None:
    pace = Pace()
    pace.sent(100, 0.0)
    pace.refused(1.0, 1)
    assert [pace.room(moment) for moment in (8 * 3600.0, 5.0, 8 * 3600.0)][-1] == float("inf")
    assert pace.rate is None
    pace.sent(5, 10.0)
    pace.refused(11.0, 1)
    assert 0 < pace.room(12.0) <= BURST


def test_a_clock_that_is_moved_back_stops_nothing_for_long() -> None:
    pace = Pace()
    pace.sent(100, 1_000_000.0)
    pace.refused(1_000_001.0, 1)
    pace.room(500.0)
    pace.sent(int(BURST), 500.0)
    assert pace.room(500.0) < 1
    assert pace.room(503.0) >= 1
