"""A term explains itself: which hours counted, and when the clock stood still."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.cards.term import clock_time, explained, working_time
from workflows.engine.calendar import AMSTERDAM, HOUR, Calendar, every_day

CHRISTMAS = {date(2026, 12, 19) + timedelta(days=number): "kerstvakantie" for number in range(16)}
SCHOOL = Calendar(
    days_off={date(2026, 11, 25): "studiedag", date(2026, 11, 27): "studiedag", **CHRISTMAS},
    holidays={date(2026, 12, 25): "Eerste kerstdag", date(2026, 4, 27): "Koningsdag"},
)
SHORT_FRIDAY = Calendar(hours={**every_day(time(8), time(17)), 4: (time(8), time(12))})


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM).astimezone(UTC)  # type: ignore[arg-type,misc]


def said(calendar: Calendar, start: datetime, hours: float, now: datetime | None = None) -> str:
    return explained(calendar, start, calendar.add(start, int(hours * HOUR)), now or start)


@pytest.mark.parametrize(
    "start, hours, text",
    [
        (local(2026, 11, 24, 10), 2, "2 werkuren: vandaag 10.00-12.00"),
        (
            local(2026, 11, 20, 16, 10),
            2,
            "2 werkuren: vandaag 16.10-17.00, maandag 23 november 8.00-9.10",
        ),
        (local(2026, 11, 23, 16), 1.5, "1 werkuur en 30 minuten: vandaag 16.00-17.00, morgen 8.00-8.30"),
        (local(2026, 11, 23, 16), 0.75, "45 minuten werktijd: vandaag 16.00-16.45"),
        (
            local(2026, 11, 24, 16),
            2,
            (
                "2 werkuren: vandaag 16.00-17.00, donderdag 26 november 8.00-9.00; "
                "de klok staat stil op 25 november (studiedag)"
            ),
        ),
        (
            local(2026, 12, 18, 16),
            2,
            (
                "2 werkuren: vandaag 16.00-17.00, maandag 4 januari 8.00-9.00; "
                "de klok staat stil van 21 december tot en met 1 januari (kerstvakantie)"
            ),
        ),
        (
            local(2026, 11, 24, 10),
            45,
            (
                "45 werkuren: van vandaag om 10.00 uur tot donderdag 3 december om 10.00 uur, "
                "op werkdagen van 8.00 tot 17.00 uur; "
                "de klok staat stil op 25 november (studiedag) en op 27 november (studiedag)"
            ),
        ),
    ],
)
def test_a_term_says_which_hours_counted(start: datetime, hours: float, text: str) -> None:
    assert said(SCHOOL, start, hours) == text


def test_what_lies_behind_us_is_told_in_the_past() -> None:
    start = local(2026, 11, 24, 16)
    text = said(SCHOOL, start, 2, now=local(2026, 11, 30, 9))
    assert text.endswith("; de klok stond stil op 25 november (studiedag)")
    assert text.startswith("2 werkuren: dinsdag 24 november 16.00-17.00, ")


def test_a_school_with_another_friday_has_no_hours_for_every_day() -> None:
    assert said(SHORT_FRIDAY, local(2026, 11, 23, 10), 45).endswith(", tijdens de openingstijden van de school")


def test_with_haste_the_clock_runs_day_and_night() -> None:
    start = local(2026, 11, 28, 21)
    found = explained(SCHOOL, start, start + timedelta(hours=2), start, urgent=True)
    assert found == "2 uur, want er is haast: de klok loopt dag en nacht door"


def test_a_term_that_was_stored_under_other_settings_is_counted_as_it_is() -> None:
    start, due = local(2026, 11, 24, 10), local(2026, 11, 24, 13)
    assert explained(SCHOOL, start, due, start) == "3 werkuren: vandaag 10.00-13.00"
    assert explained(Calendar(hours={}), start, due, start) == "tot vandaag om 13.00 uur"
    assert explained(SCHOOL, due, start, start) == "tot vandaag om 10.00 uur"


def test_the_night_in_which_the_clock_goes_back_counts_in_full() -> None:
    always = Calendar(hours=every_day(time(0), time(23, 59), 7))
    start = local(2026, 10, 25)
    assert explained(always, start, local(2026, 10, 25, 4), start) == "5 werkuren: vandaag 0.00-4.00"


@pytest.mark.parametrize(
    "seconds, working, clock",
    [
        (HOUR, "1 werkuur", "1 uur"),
        (45 * HOUR, "45 werkuren", "45 uur"),
        (61 * 60, "1 werkuur en 1 minuut", "1 uur en 1 minuut"),
        (60, "1 minuut werktijd", "1 minuut"),
        (1, "1 minuut werktijd", "1 minuut"),
    ],
)
def test_an_amount_of_time_is_in_words(seconds: int, working: str, clock: str) -> None:
    assert (working_time(seconds), clock_time(seconds)) == (working, clock)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 (zone follows)
    st.timedeltas(timedelta(days=-2), timedelta(days=90)),
    st.booleans(),
)
def test_any_term_has_an_explanation_of_one_line(start: datetime, length: timedelta, urgent: bool) -> None:
    text = explained(SCHOOL, start, start + length, start, urgent=urgent)
    assert text
    assert "\n" not in text
    assert "{" not in text
