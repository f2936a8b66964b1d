"""How much time is left until a term ends, in words: the nearer the end, the finer. It decides nothing about a term."""

from datetime import datetime, timedelta

from texts import say
from workflows.cards import words
from workflows.cards.term import clock_time, working_time
from workflows.engine.calendar import AMSTERDAM, Calendar

_DAY = timedelta(days=1)


def remaining(calendar: Calendar, due: datetime, now: datetime, *, urgent: bool = False) -> str:
    """Return the time that is left, or since when it is too late; with *urgent* the ordinary clock counts."""
    if due < now:
        return _too_late(due, now)
    days = 0 if urgent else _working_days(calendar, now, due)
    worked = calendar.worked(now, due)
    if days > 1:
        return say("left.days", days=days)
    if days and worked:
        return say("left.amount", amount=working_time(worked))
    return say("left.amount", amount=clock_time(int((due - now).total_seconds())))


def _too_late(due: datetime, now: datetime) -> str:
    local, today = due.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM).date()
    return say("left.late", day=words.day(local.date(), today), time=f"{local.hour}.{local.minute:02d}")


def _working_days(calendar: Calendar, now: datetime, due: datetime) -> int:
    """Return how many of the days after today, up to the day of the end, the school works."""
    first, last = now.astimezone(AMSTERDAM).date(), due.astimezone(AMSTERDAM).date()
    later = (first + _DAY * number for number in range(1, (last - first).days + 1))
    return sum(1 for day in later if calendar.opening(day))
