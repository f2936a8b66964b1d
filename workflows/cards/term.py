"""Why a term ends when it does, in words: which hours counted, and when the clock stood still.

It counts between the start and the stored end, so what it says is true of these two also when the settings changed
since. It decides nothing about a term.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from babel.dates import format_date

from texts import say
from workflows.cards import words
from workflows.engine.calendar import AMSTERDAM, Calendar, Span

_FEW = 3
_MINUTE = 60
_DAY = timedelta(days=1)


def explained(calendar: Calendar, start: datetime, due: datetime, now: datetime, *, urgent: bool = False) -> str:
    """Return how the time from *start* to *due* was counted, as half a sentence without a full stop."""
    if urgent:
        return say("term.urgent", amount=clock_time(int((due - start).total_seconds())))
    spans = calendar.spans(start, due)
    if not spans:
        return say("term.none", moment=words.moment(due, now))
    amount = working_time(calendar.worked(start, due))
    text = _pieces(amount, spans, now) if len(spans) <= _FEW else _summary(amount, calendar, spans, now)
    return _with_days_off(text, calendar, start, due, now)


def working_time(seconds: int) -> str:
    """Return an amount of working time in words: 2 werkuren, 45 minuten werktijd."""
    hours, minutes = _parts(seconds)
    if not hours:
        return say("term.work_minutes", minutes=_minutes(minutes))
    return _joined(say("term.work_hour") if hours == 1 else say("term.work_hours", hours=hours), minutes)


def clock_time(seconds: int) -> str:
    """Return an amount of ordinary time in words: 2 uur, 45 minuten."""
    hours, minutes = _parts(seconds)
    return _joined(say("term.hours", hours=hours), minutes) if hours else _minutes(minutes)


def _parts(seconds: int) -> tuple[int, int]:
    """Return whole hours and minutes; what is less than a minute counts as one."""
    return divmod(max(1, round(seconds / _MINUTE)), _MINUTE)


def _joined(hours: str, minutes: int) -> str:
    return say("term.and", first=hours, last=_minutes(minutes)) if minutes else hours


def _minutes(minutes: int) -> str:
    return say("term.minute") if minutes == 1 else say("term.minutes", minutes=minutes)


def _pieces(amount: str, spans: tuple[Span, ...], now: datetime) -> str:
    today = now.astimezone(AMSTERDAM).date()
    pieces = (
        say("term.piece", day=words.day(_day(begin), today), begin=_hour(begin), end=_hour(end)) for begin, end in spans
    )
    return say("term.pieces", amount=amount, pieces=", ".join(pieces))


def _summary(amount: str, calendar: Calendar, spans: tuple[Span, ...], now: datetime) -> str:
    begin, end = words.moment(spans[0][0], now), words.moment(spans[-1][1], now)
    return say("term.summary", amount=amount, begin=begin, end=end, hours=_opening_hours(calendar, spans))


def _opening_hours(calendar: Calendar, spans: tuple[Span, ...]) -> str:
    """Return the hours of these days when they are all the same, else that each day has its own."""
    found = {calendar.hours[_day(begin).weekday()] for begin, _ in spans}
    if len(found) > 1:
        return say("term.own_hours")
    opens, closes = found.pop()
    return say("term.same_hours", opens=f"{opens.hour}.{opens:%M}", closes=f"{closes.hour}.{closes:%M}")


def _with_days_off(text: str, calendar: Calendar, start: datetime, due: datetime, now: datetime) -> str:
    runs = list(_runs(calendar, calendar.named_days_off(start, due)))
    if not runs:
        return text
    key = "term.stood" if runs[-1][1] < now.astimezone(AMSTERDAM).date() else "term.stands"
    return say(key, text=text, days=_and([_run(*run) for run in runs]))


def _runs(calendar: Calendar, named: tuple[tuple[date, str], ...]) -> Iterator[tuple[date, date, str]]:
    """Join days of one name between which the school does not open: first day, last day, name."""
    if not named:
        return
    first, name = named[0]
    for (day, was), (following, now_is) in pairwise(named):
        if was != now_is or _opens_between(calendar, day, following):
            yield first, day, name
            first, name = following, now_is
    yield first, named[-1][0], name


def _opens_between(calendar: Calendar, first: date, last: date) -> bool:
    between = (first + _DAY * number for number in range(1, (last - first).days))
    return any(calendar.opening(day) for day in between)


def _run(first: date, last: date, name: str) -> str:
    if first == last:
        return say("term.day_off", day=_written(first), name=name)
    return say("term.days_off", first=_written(first), last=_written(last), name=name)


def _and(parts: list[str]) -> str:
    return say("term.and", first=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else parts[0]


def _written(day: date) -> str:
    return format_date(day, "d MMMM", locale="nl")


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _hour(moment: datetime) -> str:
    local = moment.astimezone(AMSTERDAM)
    return f"{local.hour}.{local.minute:02d}"
