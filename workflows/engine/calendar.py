"""When a term of the school ends: working hours in Europe/Amsterdam, as a pure value.

No protocol names a number of hours ("direct" is the only time word), so every term is a setting of the school with
the defaults below (traceability, finding 1). Terms are counted in seconds of working time; with ``spoed`` the same
amount runs on the ordinary clock. Datetimes that go in and come out are aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = 3600
DEFAULT_TERM = "week"
TERMS: Mapping[str, int] = MappingProxyType({"direct": 2 * HOUR, "vandaag": 8 * HOUR, "week": 45 * HOUR})
_HORIZON_DAYS = 400
_MORNING = time(8)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One school's working time: the hours of a working day, the days off and the length of each term.

    ``holidays`` are the national ones, on which no office works; ``days_off`` are the school's own.
    """

    opens: time = time(8)
    closes: time = time(17)
    weekdays: frozenset[int] = frozenset(range(5))
    days_off: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()
    terms: Mapping[str, int] = field(default_factory=lambda: TERMS)

    def due(self, term: str | None, start: datetime, *, urgent: bool = False) -> datetime:
        """Return the moment at which *term*, begun at *start*, has passed; KeyError for an unknown term."""
        seconds = self.terms[term or DEFAULT_TERM]
        return start + timedelta(seconds=seconds) if urgent else self.add(start, seconds)

    def add(self, start: datetime, seconds: int) -> datetime:
        """Return the moment at which *seconds* of working time after *start* have passed."""
        left = timedelta(seconds=seconds)
        day = start.astimezone(AMSTERDAM).date()
        for _ in range(_HORIZON_DAYS):
            begin, end = self._span(day)
            begin = max(begin, start)
            if begin < end:
                if left <= end - begin:
                    return begin + left
                left -= end - begin
            day += timedelta(days=1)
        return start + timedelta(days=_HORIZON_DAYS)

    def is_open(self, moment: datetime) -> bool:
        """True within working hours: reminders and hand-ons keep quiet outside them."""
        begin, end = self._span(moment.astimezone(AMSTERDAM).date())
        return begin <= moment < end

    def next_open(self, moment: datetime) -> datetime:
        """Return *moment* itself within working hours, else the next opening."""
        return moment if self.is_open(moment) else self.add(moment, 0)

    def office(self, opens: time, closes: time) -> "Calendar":
        """Return the working time of an office elsewhere: every working day between these hours."""
        return replace(self, opens=opens, closes=closes, weekdays=frozenset(range(5)), days_off=frozenset())

    def _span(self, day: date) -> tuple[datetime, datetime]:
        """Return the working time of one local day in UTC; an empty span on a day off."""
        begin = datetime.combine(day, self.opens, AMSTERDAM).astimezone(UTC)
        if day.weekday() not in self.weekdays or day in self.days_off or day in self.holidays:
            return begin, begin
        return begin, datetime.combine(day, self.closes, AMSTERDAM).astimezone(UTC)


def morning_of(day: date) -> datetime:
    """Return the moment at which a task comes back that was put off to *day*."""
    return datetime.combine(day, _MORNING, AMSTERDAM).astimezone(UTC)
