"""The school holidays of a region, as the Dutch government publishes them.

They stand in ``schoolvakanties.yml``. What a school makes of them is for ``school_file``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from workflows.yaml_file import parse

Region = Literal["noord", "midden", "zuid"]
REGIONS: tuple[Region, ...] = get_args(Region)
_DATA = Path(__file__).parent / "schoolvakanties.yml"
_AUGUST = 8


@dataclass(frozen=True, kw_only=True)
class SchoolHoliday:
    """One holiday with its first and its last day, both free."""

    name: str
    first: date
    last: date

    @property
    def year(self) -> int:
        """The calendar year in which its school year began."""
        return school_year(self.first)

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


# keeps X-17: the official dates of each region
@cache
def holidays_of(region: Region) -> tuple[SchoolHoliday, ...]:
    """Return the holidays of a region that are known, in order."""
    years, _ = parse(_DATA, "table of school holidays")
    return tuple(
        SchoolHoliday(name=name, first=date.fromisoformat(days[region][0]), last=date.fromisoformat(days[region][1]))
        for year in years.values()
        for name, days in year.items()
    )


def known_until(region: Region) -> date:
    """Return the last day up to which the holidays of a region are known."""
    return max(one.last for one in holidays_of(region))


def school_year(day: date) -> int:
    """Return the calendar year in which the school year of a day began: on the first of August."""
    return day.year if day.month >= _AUGUST else day.year - 1
