"""Working time in Amsterdam: terms add up, and the clock of a summer or winter night changes nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.calendar import AMSTERDAM, TERMS, Calendar, Calendars, every_day, morning_of

HOUR = 3600
SUMMER = {date(2026, 7, 4) + timedelta(days=number): "zomervakantie" for number in range(44)}
OFF = {date(2026, 11, 25): "studiedag", **SUMMER}
HOLIDAYS = {date(2026, 12, 25): "Eerste kerstdag", date(2026, 4, 27): "Koningsdag"}
HOURS = {**every_day(time(8), time(17), 4), 4: (time(8, 30), time(15))}
SCHOOL = Calendar(days_off=OFF, holidays=HOLIDAYS)
SHORT_FRIDAY = Calendar(hours=HOURS, days_off=OFF, holidays=HOLIDAYS)
NIGHT = Calendar(hours=every_day(time(1, 30), time(4), 7))  # where both clock changes fall
CALENDARS = st.sampled_from([SCHOOL, SHORT_FRIDAY, NIGHT])
MOMENTS = st.builds(datetime.combine, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), tzinfo=st.just(UTC))
SECONDS = st.integers(1, 120 * HOUR)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM).astimezone(UTC)  # type: ignore[arg-type,misc]


@given(CALENDARS, MOMENTS, SECONDS, SECONDS)
def test_two_spans_after_one_another_are_one_span(school: Calendar, start: datetime, first: int, second: int) -> None:
    assert school.add(school.add(start, first), second) == school.add(start, first + second)


@given(CALENDARS, MOMENTS, SECONDS, SECONDS)
def test_more_time_never_ends_sooner(school: Calendar, start: datetime, first: int, second: int) -> None:
    short, long = sorted((first, second))
    assert start < school.add(start, short) <= school.add(start, long)


@given(CALENDARS, MOMENTS, st.integers(0, 10 * 24 * HOUR), SECONDS)
def test_a_later_start_never_ends_sooner(school: Calendar, start: datetime, later: int, seconds: int) -> None:
    assert school.add(start, seconds) <= school.add(start + timedelta(seconds=later), seconds)


@given(CALENDARS, MOMENTS, SECONDS)
def test_a_term_ends_on_a_working_day_within_its_hours(school: Calendar, start: datetime, seconds: int) -> None:
    end = school.add(start, seconds).astimezone(AMSTERDAM)
    opens, closes = school.hours[end.weekday()]
    assert not school.name_of(end.date())
    assert opens < end.time() <= closes


@given(CALENDARS, MOMENTS, SECONDS)
def test_what_was_added_is_what_was_worked(school: Calendar, start: datetime, seconds: int) -> None:
    assert school.worked(start, school.add(start, seconds)) == seconds


@given(CALENDARS, MOMENTS, st.timedeltas(timedelta(days=-3), timedelta(days=60)))
def test_the_pieces_of_working_time_follow_one_another_and_add_up(
    school: Calendar, start: datetime, length: timedelta
) -> None:
    spans = school.spans(start, start + length)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(begin < end for begin, end in spans)
    assert all(start <= edge <= start + length for edge in edges)
    total = sum((end - begin for begin, end in spans), timedelta())
    assert int(total.total_seconds()) == school.worked(start, start + length)
    assert all(school.is_open(begin) and not school.name_of(begin.astimezone(AMSTERDAM).date()) for begin, _ in spans)


@given(CALENDARS, MOMENTS, SECONDS)
def test_a_reminder_beforehand_comes_when_three_quarters_have_passed(
    school: Calendar, start: datetime, seconds: int
) -> None:
    due = school.add(start, seconds)
    at = school.before(start, due)
    assert start <= at <= due
    assert school.worked(start, at) == seconds * 3 // 4


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
        (local(2026, 11, 23, 16), 2, local(2026, 11, 24, 9)),
        (local(2026, 11, 23, 21), 2, local(2026, 11, 24, 10)),
        (local(2026, 11, 24, 16), 2, local(2026, 11, 26, 9)),  # over a study day
        (local(2026, 7, 3, 16), 2, local(2026, 8, 17, 9)),  # over six weeks of summer
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
    always = Calendar(hours=every_day(time(0), time(23, 59, 59), 7))
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
    assert SCHOOL.due(None, start) == SCHOOL.due("week", start) == local(2026, 12, 2, 10)
    with pytest.raises(KeyError):
        SCHOOL.due("gauw", start)


def test_a_school_that_never_opens_still_gives_a_moment() -> None:
    never = Calendar(hours={})
    assert never.add(local(2026, 11, 24, 10), HOUR) > local(2027, 11, 24, 10)


@pytest.mark.parametrize(
    "start, hours, end",
    [
        (local(2026, 11, 26, 16), 2, local(2026, 11, 27, 9, 30)),  # opens later on Friday
        (local(2026, 11, 27, 14), 2, local(2026, 11, 30, 9)),  # and closes earlier
        (local(2026, 11, 27, 8), 1, local(2026, 11, 27, 9, 30)),
    ],
)
def test_each_weekday_has_its_own_hours(start: datetime, hours: int, end: datetime) -> None:
    assert SHORT_FRIDAY.add(start, hours * HOUR) == end


@pytest.mark.parametrize("day, hours", [(date(2026, 3, 29), 1.5), (date(2026, 10, 25), 3.5), (date(2026, 6, 1), 2.5)])
def test_the_night_in_which_the_clock_changes_is_an_hour_shorter_or_longer(day: date, hours: float) -> None:
    midnight = datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
    assert NIGHT.worked(midnight, midnight + timedelta(hours=12)) == hours * HOUR


def test_hours_that_the_clock_skips_are_no_working_time() -> None:
    skipped = Calendar(hours=every_day(time(2, 30), time(3, 15), 7))
    assert skipped.spans(local(2026, 3, 29), local(2026, 3, 30)) == ()
    assert skipped.opening(date(2026, 3, 29)) is None


def test_a_term_between_two_moments_without_working_time_is_reminded_of_by_the_ordinary_clock() -> None:
    start = local(2026, 11, 28, 10)
    assert SCHOOL.before(start, start + timedelta(hours=4)) == start + timedelta(hours=3)
    weekday = local(2026, 11, 24, 16)
    assert SCHOOL.before(weekday, weekday + timedelta(hours=4), urgent=True) == weekday + timedelta(hours=3)


def test_a_day_opens_at_its_own_hour_or_not_at_all() -> None:
    assert SHORT_FRIDAY.opening(date(2026, 11, 27)) == local(2026, 11, 27, 8, 30)
    assert SHORT_FRIDAY.opening(date(2026, 11, 28)) is None
    assert SHORT_FRIDAY.opening(date(2026, 11, 25)) is None


def test_the_digest_goes_out_in_working_time_only() -> None:
    assert SCHOOL.digest_at(date(2026, 11, 24)) == local(2026, 11, 24, 8, 30)
    assert SCHOOL.digest_at(date(2026, 12, 25)) is None
    late = Calendar(hours=every_day(time(9, 15), time(12)))
    assert late.digest_at(date(2026, 11, 24)) == local(2026, 11, 24, 9, 15)


def test_days_off_are_named_when_the_school_would_have_worked() -> None:
    named = SCHOOL.named_days_off(local(2026, 11, 24, 10), local(2026, 12, 28, 10))
    assert named == ((date(2026, 11, 25), "studiedag"), (date(2026, 12, 25), "Eerste kerstdag"))
    summer = SCHOOL.named_days_off(local(2026, 7, 3, 16), local(2026, 8, 17, 9))
    assert len(summer) == 30
    assert {day.weekday() for day, _ in summer} == set(range(5))


def test_an_office_elsewhere_keeps_the_public_holidays_and_not_those_of_the_school() -> None:
    office = SHORT_FRIDAY.office(time(9), time(12))
    assert office.is_open(local(2026, 11, 25, 10))
    assert office.opening(date(2026, 11, 27)) == local(2026, 11, 27, 9)
    assert office.opening(date(2026, 12, 25)) is None


def test_a_school_that_is_not_named_has_the_working_time_of_all_others() -> None:
    found = Calendars(default=SCHOOL, schools={"Noord": SHORT_FRIDAY})
    assert found.of("Noord") is SHORT_FRIDAY
    assert found.of("Zuid") is SCHOOL


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_a_chosen_day_begins_at_eight_in_the_morning(day: date) -> None:
    moment = morning_of(day)
    assert moment.tzinfo is UTC
    assert moment.astimezone(AMSTERDAM).replace(tzinfo=None) == datetime.combine(day, time(8))
