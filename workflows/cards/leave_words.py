"""Dutch words for being away: from when until when, who stands in, and who is told. It never names a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from texts import say
from workflows.cards.elements import Card, Text


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Who gets somebody's tasks at these schools: who stands in, else the people of the level above."""

    schools: tuple[str, ...]
    deputy: str = ""
    above: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class LeaveLine:
    """One period of one person; ``name`` is empty when it is told to that person."""

    id: str
    first: date
    last: date | None
    name: str = ""
    covers: tuple[Cover, ...] = ()


def period(first: date, last: date | None, today: date) -> str:
    """Return the days as they still read right tomorrow: van maandag 30 november tot en met vrijdag 4 december."""
    begin = day_name(first, today)
    if last is None:
        return say("leave.from", first=begin)
    return say("leave.on", day=begin) if first == last else say("leave.days", first=begin, last=day_name(last, today))


def until(last: date | None, today: date) -> str:
    return say("leave.open") if last is None else say("leave.until", last=day_name(last, today))


def day_name(day: date, today: date) -> str:
    return format_date(day, "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y", locale="nl")


def line_text(line: LeaveLine, today: date) -> str:
    """Return who is away when, and who stands in."""
    return " ".join([_away(line.name, period(line.first, line.last, today)), *cover_texts(line.name, line.covers)])


def away_text(last: date | None, covers: Sequence[Cover], today: date) -> str:
    """Return what stands on top of the home page of who is away today."""
    return " ".join([_away("", until(last, today)), *cover_texts("", covers)])


def cover_texts(name: str, covers: Sequence[Cover]) -> list[str]:
    """Return who gets the tasks; the school stands before it where that differs from school to school."""
    if len(covers) < 2:
        return [_cover(name, one) for one in covers]
    return [say("leave.at", school=", ".join(one.schools), text=_cover(name, one)) for one in covers]


def moves_text(moved: Sequence[tuple[str, int]]) -> list[str]:
    """Return how many tasks go to whom at once."""
    return [say("leave.moves_one" if count == 1 else "leave.moves", count=count, name=name) for name, count in moved]


def told(key: str, name: str, days: str) -> Card:
    """Return a message that says one thing about the days of somebody."""
    text = say(key, name=name, days=days)
    return Card(text=text, elements=(Text(text=text),))


def _away(name: str, days: str) -> str:
    return say("leave.is_away", name=name, days=days) if name else say("leave.you_are_away", days=days)


def _cover(name: str, cover: Cover) -> str:
    whom = "other" if name else "you"
    if cover.deputy:
        return say(f"leave.deputy_{whom}", deputy=cover.deputy, name=name)
    if cover.above:
        return say(f"leave.above_{whom}", people=", ".join(cover.above), role=cover.role)
    return say("leave.nobody")
