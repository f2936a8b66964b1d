"""The school holidays that come with the app: whole years, whole weeks, every region."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from workflows.school_holiday import REGIONS, Region, holidays_of, known_until, school_year

LENGTHS = {
    "herfstvakantie": 9,
    "kerstvakantie": 16,
    "voorjaarsvakantie": 9,
    "meivakantie": 9,
    "zomervakantie": 44,
}
FIXED = ("kerstvakantie", "meivakantie")

pytestmark = pytest.mark.rule("X-17")


@pytest.mark.parametrize("region", REGIONS)
def test_every_holiday_is_of_whole_weeks_from_saturday_to_sunday(region: Region) -> None:
    for one in holidays_of(region):
        assert (one.first.weekday(), one.last.weekday()) == (5, 6), one
        assert len(list(one.days)) == LENGTHS[one.name], one


@pytest.mark.parametrize("region", REGIONS)
def test_holidays_of_a_region_follow_one_another_and_never_overlap(region: Region) -> None:
    for one, following in pairwise(holidays_of(region)):
        assert one.last < following.first


@pytest.mark.parametrize("region", REGIONS)
def test_every_school_year_has_each_of_the_five_holidays_once(region: Region) -> None:
    found = Counter((one.year, one.name) for one in holidays_of(region))
    assert found == Counter((year, name) for year in range(2025, 2029) for name in LENGTHS)


def test_christmas_and_may_are_the_same_in_the_whole_country_and_summers_differ() -> None:
    by_name = {(one.year, one.name): set[date]() for one in holidays_of("noord")}
    for region in REGIONS:
        for one in holidays_of(region):
            by_name[one.year, one.name].add(one.first)
    for (_, name), firsts in by_name.items():
        assert len(firsts) == 1 if name in FIXED else len(firsts) in (1, 2, 3)
        assert len(firsts) == 3 or name != "zomervakantie"


@pytest.mark.parametrize(
    "region, name, year, first, last",
    [
        ("noord", "herfstvakantie", 2026, date(2026, 10, 10), date(2026, 10, 18)),
        ("zuid", "voorjaarsvakantie", 2026, date(2027, 2, 13), date(2027, 2, 21)),
        ("midden", "meivakantie", 2026, date(2027, 4, 24), date(2027, 5, 2)),
        ("zuid", "zomervakantie", 2025, date(2026, 7, 11), date(2026, 8, 23)),
        ("zuid", "voorjaarsvakantie", 2028, date(2029, 2, 10), date(2029, 2, 18)),
        ("noord", "zomervakantie", 2028, date(2029, 7, 21), date(2029, 9, 2)),
    ],
)
def test_a_holiday_stands_in_the_file_as_the_government_published_it(
    region: Region, name: str, year: int, first: date, last: date
) -> None:
    (found,) = (one for one in holidays_of(region) if (one.name, one.year) == (name, year))
    assert (found.first, found.last) == (first, last)


def test_what_is_known_ends_with_the_last_summer() -> None:
    assert [known_until(region) for region in REGIONS] == [date(2029, 9, 2), date(2029, 8, 19), date(2029, 8, 26)]


@pytest.mark.parametrize("day, year", [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (date(2027, 1, 1), 2026)])
def test_a_school_year_begins_in_august(day: date, year: int) -> None:
    assert school_year(day) == year
