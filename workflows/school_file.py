"""The settings of schools, from one YAML file: hours, terms, days off, how long cases are kept, who is asked last.

Decides which holidays hold for a school, and what is refused. It reads no clock; the public holidays are handed in.
What may stand in a line is for ``school_lines``, what a calendar does with it for the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from pydantic import ValidationError

from texts import say
from workflows.engine.calendar import DIGEST, TERMS, Calendar, Calendars, Hours, every_day
from workflows.engine.retention import LEFT, MONTHS, Retention
from workflows.school_holiday import REGIONS, Region, SchoolHoliday, holidays_of
from workflows.school_lines import DAYS, Holiday, Lines, SchoolLines
from workflows.yaml_file import FileError, Origins, fault_at, fault_of, parse

ALL = ""
GOOD_FRIDAY = "Goede vrijdag"
LIBERATION = "Bevrijdingsdag"
_LUSTRUM = 5
_OPENS, _CLOSES = time(8), time(17)


class SchoolFileError(FileError):
    """The file with the settings of schools cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Schools:
    """What the file says per school; ``ALL`` stands for every school that is not named.

    ``fallback`` are the addresses of who is asked when nobody else can be.
    """

    calendars: Calendars = field(default_factory=Calendars)
    regions: Mapping[str, Region | None] = field(default_factory=dict)
    fallback: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retention: Retention = field(default_factory=Retention)


def read_schools(path: Path | None, public: Mapping[date, str]) -> Schools:
    """Return the settings of the schools; raises SchoolFileError. *public* names the public holidays.

    Without a file every school has the ordinary hours, and the free days of the Algemene termijnenwet.
    """
    top = SchoolLines() if path is None else _checked(path)
    own = {name: top.under(lines) for name, lines in top.scholen.items()}
    calendars = {name: _calendar(lines, public) for name, lines in own.items()}
    lines_of = {ALL: top, **own}
    return Schools(
        calendars=Calendars(default=_calendar(top, public), schools=calendars),
        regions={name: lines.regio for name, lines in lines_of.items()},
        fallback={name: lines.vangnet for name, lines in lines_of.items()},
        retention=Retention(default=_months(top), schools={name: _months(lines) for name, lines in own.items()}),
    )


def _checked(path: Path) -> SchoolLines:
    origins: Origins = {}
    try:
        data, origins = parse(path, "file with schools")
        lines = SchoolLines.model_validate(data)
    except FileError as error:
        raise SchoolFileError(error.faults) from error
    except ValidationError as error:
        raise SchoolFileError([fault_of(path, origins, one) for one in error.errors()]) from error
    faults = [fault_at(path, origins, key, message) for key, message in _problems(lines)]
    if faults:
        raise SchoolFileError(faults)
    return lines


def _problems(top: SchoolLines) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in the lines of a school taken together: the key, and what is the matter with it."""
    known = {_key(one) for region in REGIONS for one in holidays_of(region)}
    yield from _never_open("", top)
    yield from _digest_outside("", top)
    yield from _gone_for_nothing("", known, top)
    for name, lines in top.scholen.items():
        whole = top.under(lines)
        yield from _never_open(f"scholen.{name}.", whole)
        yield from _digest_outside(f"scholen.{name}.", whole)
        yield from _gone_for_nothing(f"scholen.{name}.", known | {one.key for one in top.vakanties}, lines)
        if LEFT in lines.bewaren:
            yield f"scholen.{name}.bewaren.{LEFT}", "can only be said for all schools: who left works at none of them"


def _never_open(above: str, lines: Lines) -> Iterator[tuple[str, str]]:
    if not _hours(lines):
        yield f"{above}uren", "the school never opens"


def _digest_outside(above: str, lines: Lines) -> Iterator[tuple[str, str]]:
    at = lines.overzicht
    closed = [DAYS[day] for day, (opens, closes) in _hours(lines).items() if at and not opens <= at < closes]
    if closed:
        yield f"{above}overzicht", f"falls outside the opening hours on {', '.join(closed)}"


def _gone_for_nothing(above: str, known: set[tuple[str, int]], lines: Lines) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(lines.vakanties):
        if one.gone and one.key not in known:
            yield f"{above}vakanties.{number}", f"there is no '{one.naam}' in that school year to take away"


def _calendar(lines: Lines, public: Mapping[date, str]) -> Calendar:
    return Calendar(
        hours=_hours(lines),
        days_off=_days_off(lines),
        holidays={day: name for day, name in public.items() if _is_free(lines, day, name)},
        terms={**TERMS, **{str(term): seconds for term, seconds in lines.termijnen.items()}},
        digest=lines.overzicht or DIGEST,
    )


def _months(lines: Lines) -> Mapping[str, int]:
    return {**MONTHS, **{str(rule): months for rule, months in lines.bewaren.items()}}


def _hours(lines: Lines) -> Mapping[int, Hours]:
    usual = every_day(_OPENS, _CLOSES)
    given = ((number, lines.uren.get(day, usual.get(number))) for number, day in enumerate(DAYS))
    return {number: hours for number, hours in given if hours is not None}


def _days_off(lines: Lines) -> Mapping[date, str]:
    holidays = {day: one.name for one in _holidays(lines) for day in one.days}
    return {**holidays, **dict.fromkeys(lines.studiedagen, say("school.study_day")), **lines.vrije_dagen}


# keeps X-17: the school goes before its region
def _holidays(lines: Lines) -> Iterator[SchoolHoliday]:
    """Yield the holidays of the region, with what the school takes away, moves or adds."""
    found = {_key(one): one for one in _of_region(lines)}
    for own in lines.vakanties:
        found.pop(own.key, None)
        if not own.gone:
            found[own.key] = _own_holiday(own)
    yield from found.values()


def _of_region(lines: Lines) -> tuple[SchoolHoliday, ...]:
    return holidays_of(lines.regio) if lines.regio else ()


def _own_holiday(own: Holiday) -> SchoolHoliday:
    return SchoolHoliday(name=own.naam, first=own.van, last=own.tot or own.van)


def _key(one: SchoolHoliday) -> tuple[str, int]:
    return one.name.casefold(), one.year


def _is_free(lines: Lines, day: date, name: str) -> bool:
    if name == GOOD_FRIDAY:
        return lines.goede_vrijdag == "ja"
    if name == LIBERATION:
        return lines.vijf_mei == "altijd" or (lines.vijf_mei == "lustrum" and day.year % _LUSTRUM == 0)
    return True
