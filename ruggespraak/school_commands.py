"""The command line about schools: what their settings come to, and whether a file with them is right."""

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import click

from ruggespraak import bootstrap
from ruggespraak.settings import process_environment, read_settings
from texts import say
from workflows.cards.term import explained, working_time
from workflows.cards.words import date_and_time
from workflows.engine.calendar import AMSTERDAM, Calendar
from workflows.school_file import ALL, SchoolFileError, Schools, read_schools
from workflows.school_holiday import known_until
from workflows.school_lines import DAYS

_YEAR = timedelta(days=365)


@click.group()
def school() -> None:
    """Opening hours, holidays and terms of schools."""


@school.command()
@click.argument("name", required=False)
def show(name: str | None) -> None:
    """Print the settings of a school, or of all that the file names, with one example for each term."""
    settings = read_settings(process_environment())
    now = bootstrap.clock_of(settings)()
    schools = bootstrap.schools_of(settings, now)
    if name is not None and name not in schools.regions:
        known = ", ".join(one for one in schools.regions if one) or "none"
        click.echo(f"The file names no school '{name}' (it names: {known}); these are the settings of all others.")
        name = ALL
    for one in schools.regions if name is None else (name,):
        for line in show_lines(schools, one, now):
            click.echo(line)


@school.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check a file with settings of schools: that it is right, or each problem with its line."""
    now = bootstrap.clock_of(read_settings(process_environment()))()
    try:
        schools = read_schools(file, bootstrap.public_holidays(now))
    except SchoolFileError as error:
        for fault in error.faults:
            click.echo(fault)
        click.echo("1 problem" if len(error.faults) == 1 else f"{len(error.faults)} problems")
        sys.exit(1)
    click.echo(f"{file.name}: 0 problems, {len(schools.regions) - 1} schools by name")


def show_lines(schools: Schools, name: str, now: datetime) -> Iterator[str]:
    """Yield what holds for one school; ``ALL`` is every school that is not named."""
    calendar = schools.calendars.of(name)
    region = schools.regions[name]
    yield f"{name or 'All other schools'}:"
    yield from (f"  {DAYS[day]}  {opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in calendar.hours.items())
    yield f"  digest    {calendar.digest:%H:%M}"
    yield f"  region    {f'{region}, known until {known_until(region)}' if region else 'none: no school holidays'}"
    yield f"  fallback  {', '.join(schools.fallback[name]) or 'nobody'}"
    yield "  kept after closing:"
    yield from (f"    {one.key:18} {one.months:3} months  {say(one.source)}" for one in schools.retention.of(name))
    yield "  terms, begun now:"
    for term in calendar.terms:
        yield from _example(calendar, term, now)
    yield "  days off in the coming year:"
    yield from _days_off(calendar, now.astimezone(AMSTERDAM).date())


def _example(calendar: Calendar, term: str, now: datetime) -> Iterator[str]:
    due = calendar.due(term, now)
    yield f"    {term:8} {working_time(calendar.terms[term])}, ends {date_and_time(due)}"
    yield f"             {explained(calendar, now, due, now)}"


def _days_off(calendar: Calendar, today: date) -> Iterator[str]:
    """Yield the named days off, days of one name that follow one another on one line."""
    days = [(day, name) for day in _coming(today) if (name := calendar.name_of(day))]
    for (_, name), run in groupby(enumerate(days), lambda one: (one[1][0].toordinal() - one[0], one[1][1])):
        found = [day for _, (day, _) in run]
        last = f" - {found[-1]}" if len(found) > 1 else ""
        yield f"    {found[0]}{last}  {name}"


def _coming(today: date) -> Iterator[date]:
    return (today + timedelta(days=number) for number in range(_YEAR.days))
