"""When a term of the school ends: working hours in Europe/Amsterdam, as a pure value.

No protocol names a number of hours ("direct" is the only time word), so every term is a setting of the school with
the defaults below (traceability, finding 1). Terms are counted in seconds of working time; with ``spoed`` the same
amount runs on the ordinary clock. Datetimes that go in and come out are aware UTC. It never reads a clock or a file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = 3600
DEFAULT_TERM = "week"
TERMS: Mapping[str, int] = MappingProxyType({"direct": 2 * HOUR, "vandaag": 8 * HOUR, "week": 45 * HOUR})
DIGEST = time(8, 30)
_HORIZON_DAYS = 1500
_MORNING = time(8)
_DAY = timedelta(days=1)

Hours = tuple[time, time]
Span = tuple[datetime, datetime]


def every_day(opens: time, closes: time, days: int = 5) -> Mapping[int, Hours]:
    """Return the same hours for the first *days* of the week, Monday first."""
    return MappingProxyType(dict.fromkeys(range(days), (opens, closes)))


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One school's working time: the hours of each working day, the days off and the length of each term.

    ``hours`` is by weekday (0 is Monday); a weekday that is not there is no working day. ``holidays`` are the national
    ones, on which no office works; ``days_off`` are the school's own. Both carry the name of the day.
    """

    hours: Mapping[int, Hours] = field(default_factory=lambda: every_day(time(8), time(17)))
    days_off: Mapping[date, str] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    terms: Mapping[str, int] = field(default_factory=lambda: TERMS)
    digest: time = DIGEST

    def due(self, term: str | None, start: datetime, *, urgent: bool = False) -> datetime:
        """Return the moment at which *term*, begun at *start*, has passed; KeyError for an unknown term."""
        seconds = self.terms[term or DEFAULT_TERM]
        return start + timedelta(seconds=seconds) if urgent else self.add(start, seconds)

    def add(self, start: datetime, seconds: int) -> datetime:
        """Return the moment at which *seconds* of working time after *start* have passed."""
        left = timedelta(seconds=seconds)
        far = start + timedelta(days=_HORIZON_DAYS)
        for begin, end in self._spans(start, far):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return far

    def spans(self, start: datetime, end: datetime) -> tuple[Span, ...]:
        """Return the working time between two moments, as begin and end of each piece."""
        return tuple(self._spans(start, end))

    def worked(self, start: datetime, end: datetime) -> int:
        """Return how many seconds of working time lie between two moments."""
        return int(sum((last - first for first, last in self._spans(start, end)), timedelta()).total_seconds())

    def before(self, start: datetime, due: datetime, *, urgent: bool = False) -> datetime:
        """Return when three quarters of the time until *due* have passed: of working time, if there is any."""
        seconds = 0 if urgent else self.worked(start, due)
        return self.add(start, seconds * 3 // 4) if seconds else start + (due - start) * 3 / 4

    def is_open(self, moment: datetime) -> bool:
        """True within working hours: reminders and hand-ons keep quiet outside them."""
        begin, end = self._span(_local_day(moment))
        return begin <= moment < end

    def next_open(self, moment: datetime) -> datetime:
        """Return *moment* itself within working hours, else the next opening."""
        return moment if self.is_open(moment) else self.add(moment, 0)

    def opening(self, day: date) -> datetime | None:
        """Return when the working time of a local day begins; None when it has none."""
        begin, end = self._span(day)
        return begin if begin < end else None

    def digest_at(self, day: date) -> datetime | None:
        """Return when the digest of a local day goes out, always in working time; None on a day off."""
        begin, end = self._span(day)
        at = datetime.combine(day, self.digest, AMSTERDAM).astimezone(UTC)
        return min(max(at, begin), end) if begin < end else None

    def named_days_off(self, start: datetime, end: datetime) -> tuple[tuple[date, str], ...]:
        """Return the days between two moments on which the school would work, were it not for a named day off."""
        days = _days(_local_day(start), _local_day(end))
        return tuple((day, name) for day in days if day.weekday() in self.hours and (name := self.name_of(day)))

    def name_of(self, day: date) -> str:
        """Return why a day is off, the school's own name first; nothing for an ordinary day."""
        return self.days_off.get(day) or self.holidays.get(day, "")

    def office(self, opens: time, closes: time) -> "Calendar":
        """Return the working time of an office elsewhere: every working day between these hours."""
        return replace(self, hours=every_day(opens, closes), days_off={})

    def _spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        for day in _days(_local_day(start), _local_day(end)):
            begin, close = self._span(day)
            first, last = max(begin, start), min(close, end)
            if first < last:
                yield first, last

    def _span(self, day: date) -> Span:
        """Return the working time of one local day in UTC; an empty span on a day off."""
        hours = self.hours.get(day.weekday())
        if hours is None or day in self.days_off or day in self.holidays:
            noon = datetime.combine(day, time(12), AMSTERDAM).astimezone(UTC)
            return noon, noon
        begin, end = (datetime.combine(day, at, AMSTERDAM).astimezone(UTC) for at in hours)
        return begin, max(begin, end)


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """The working time of every school: its own, or the one for schools that are not named."""

    default: Calendar = field(default_factory=Calendar)
    schools: Mapping[str, Calendar] = field(default_factory=dict)

    def of(self, school: str) -> Calendar:
        return self.schools.get(school, self.default)


def morning_of(day: date) -> datetime:
    """Return the moment at which a task comes back that was put off to *day*."""
    return datetime.combine(day, _MORNING, AMSTERDAM).astimezone(UTC)


def _local_day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
