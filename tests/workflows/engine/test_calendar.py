"""Working time in Amsterdam: terms add up, and the clock of a summer or winter night changes nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.calendar import AMSTERDAM, TERMS, Calendar, morning_of

HOUR = 3600
OFF = frozenset({date(2026, 12, 25), date(2026, 4, 27)})
SCHOOL = Calendar(days_off=OFF)
MOMENTS = st.builds(datetime.combine, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), tzinfo=st.just(UTC))
SECONDS = st.integers(1, 120 * HOUR)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM).astimezone(UTC)  # type: ignore[arg-type,misc]


@given(MOMENTS, SECONDS, SECONDS)
def test_two_spans_after_one_another_are_one_span(start: datetime, first: int, second: int) -> None:
    assert SCHOOL.add(SCHOOL.add(start, first), second) == SCHOOL.add(start, first + second)


@given(MOMENTS, SECONDS, SECONDS)
def test_more_time_never_ends_sooner(start: datetime, first: int, second: int) -> None:
    short, long = sorted((first, second))
    assert start < SCHOOL.add(start, short) <= SCHOOL.add(start, long)


@given(MOMENTS, st.integers(0, 10 * 24 * HOUR), SECONDS)
def test_a_later_start_never_ends_sooner(start: datetime, later: int, seconds: int) -> None:
    assert SCHOOL.add(start, seconds) <= SCHOOL.add(start + timedelta(seconds=later), seconds)


@given(MOMENTS, SECONDS)
def test_a_term_ends_on_a_working_day_within_its_hours(start: datetime, seconds: int) -> None:
    end = SCHOOL.add(start, seconds).astimezone(AMSTERDAM)
    assert end.weekday() < 5
    assert end.date() not in OFF
    assert time(8) < end.time() <= time(17)


@given(MOMENTS)
def test_the_next_opening_is_now_or_the_first_open_moment(moment: datetime) -> None:
    found = SCHOOL.next_open(moment)
    assert SCHOOL.is_open(found)
    assert found >= moment
    assert (found == moment) is SCHOOL.is_open(moment)


@given(MOMENTS, st.sampled_from(sorted(TERMS)))
def test_with_spoed_the_same_term_runs_on_the_ordinary_clock(start: datetime, term: str) -> None:
    assert SCHOOL.due(term, start, urgent=True) == start + timedelta(seconds=TERMS[term])
    assert SCHOOL.due(term, start, urgent=True) <= SCHOOL.due(term, start)


@pytest.mark.parametrize(
    "start, hours, end",
    [
        (local(2026, 11, 24, 10), 2, local(2026, 11, 24, 12)),
        (local(2026, 11, 24, 16), 2, local(2026, 11, 25, 9)),
        (local(2026, 11, 24, 21), 2, local(2026, 11, 25, 10)),
        (local(2026, 11, 24, 8), 9, local(2026, 11, 24, 17)),
        (local(2026, 11, 27, 16), 2, local(2026, 11, 30, 9)),  # over a weekend
        (local(2026, 12, 24, 16), 2, local(2026, 12, 28, 9)),  # over Christmas and a weekend
        (local(2026, 3, 27, 16), 2, local(2026, 3, 30, 9)),  # the clock goes forward on the 29th
        (local(2026, 10, 23, 16), 2, local(2026, 10, 26, 9)),  # and back on the 25th
    ],
)
def test_working_hours_are_those_of_the_clock_on_the_wall(start: datetime, hours: int, end: datetime) -> None:
    assert SCHOOL.add(start, hours * HOUR) == end


@pytest.mark.parametrize("day, length", [((2026, 3, 29), 23), ((2026, 10, 25), 25)])
def test_a_school_that_is_open_round_the_clock_has_a_short_and_a_long_day(
    day: tuple[int, int, int], length: int
) -> None:
    always = Calendar(opens=time(0), closes=time(23, 59, 59), weekdays=frozenset(range(7)))
    start = local(*day)
    assert always.add(start, (length - 1) * HOUR) == start + timedelta(hours=length - 1)
    assert always.add(start, length * HOUR) == start + timedelta(hours=length, seconds=1)


@pytest.mark.parametrize(
    "moment, is_open",
    [
        (local(2026, 11, 24, 8), True),
        (local(2026, 11, 24, 7, 59, 59), False),
        (local(2026, 11, 24, 16, 59, 59), True),
        (local(2026, 11, 24, 17), False),
        (local(2026, 11, 28, 12), False),
        (local(2026, 12, 25, 12), False),
    ],
)
def test_the_school_is_open_from_the_first_to_just_before_the_last_minute(moment: datetime, is_open: bool) -> None:
    assert SCHOOL.is_open(moment) is is_open


def test_no_term_means_a_week_and_an_unknown_one_is_an_error() -> None:
    start = local(2026, 11, 24, 10)
    assert SCHOOL.due(None, start) == SCHOOL.due("week", start) == local(2026, 12, 1, 10)
    with pytest.raises(KeyError):
        SCHOOL.due("gauw", start)


def test_a_school_that_never_opens_still_gives_a_moment() -> None:
    never = Calendar(weekdays=frozenset())
    assert never.add(local(2026, 11, 24, 10), HOUR) > local(2027, 11, 24, 10)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_a_chosen_day_begins_at_eight_in_the_morning(day: date) -> None:
    moment = morning_of(day)
    assert moment.tzinfo is UTC
    assert moment.astimezone(AMSTERDAM).replace(tzinfo=None) == datetime.combine(day, time(8))
