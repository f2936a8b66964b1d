"""The settings of schools: what the file says is what holds, and a wrong or hostile one is named with its place."""

import re
from datetime import date, time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.engine.calendar import HOUR, TERMS, Calendar
from workflows.engine.retention import MONTHS
from workflows.school_file import ALL, GOOD_FRIDAY, LIBERATION, SchoolFileError, Schools, read_schools
from workflows.school_lines import Lines
from workflows.yaml_file import MAX_BYTES

PUBLIC = {
    date(2026, 4, 3): GOOD_FRIDAY,
    date(2026, 4, 27): "Koningsdag",
    date(2030, 5, 5): LIBERATION,
    date(2026, 5, 5): LIBERATION,
    date(2016, 5, 5): f"Hemelvaartsdag; {LIBERATION}",
}
PAGE = (Path(__file__).parents[2] / "docs" / "handleiding" / "beheerder.md").read_text(encoding="utf-8")
ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder: Path, text: str | bytes) -> Schools:
    path = folder / "scholen.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_schools(path, PUBLIC)


def of(folder: Path, text: str, school: str = "") -> Calendar:
    return read(folder, text).calendars.of(school)


def faults(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(SchoolFileError) as refused:
        read(folder, text)
    return [str(fault) for fault in refused.value.faults]


# ------------------------------------------------------------------------------------------------------ what holds


def test_without_a_file_every_school_has_the_ordinary_hours_and_the_free_days_of_the_law() -> None:
    schools = read_schools(None, PUBLIC)
    found = schools.calendars.of("Elders")
    assert (found.hours, found.terms, dict(found.days_off)) == (Calendar().hours, TERMS, {})
    assert found.holidays == PUBLIC
    assert (schools.fallback, schools.regions) == ({ALL: ()}, {ALL: None})


def test_a_school_has_its_own_months_above_those_of_all_schools_and_those_above_the_usual(tmp_path: Path) -> None:
    found = read(tmp_path, "bewaren: {pers: 6, ingetrokken: 1}\nscholen:\n  Noord: {bewaren: {pers: 3}}\n").retention
    terms = {name: {one.key: one.months for one in found.of(name)} for name in ("Noord", "Elders")}
    assert terms["Elders"] == {**MONTHS, "pers": 6, "ingetrokken": 1}
    assert terms["Noord"] == {**MONTHS, "pers": 3, "ingetrokken": 1}


def test_an_empty_key_is_as_good_as_none(tmp_path: Path) -> None:
    found = read(tmp_path, "regio:\nscholen:\n  Noord:\n")
    assert found.regions == {ALL: None, "Noord": None}
    assert of(tmp_path, 'regio: ""\nscholen:\n') == Calendar(holidays=PUBLIC)


def test_hours_are_given_per_weekday_and_a_day_can_be_closed_or_added(tmp_path: Path) -> None:
    found = of(tmp_path, "uren: {vr: 8:00-12:30, wo: nee, za: 09:00-11:00}\n").hours
    assert sorted(found) == [0, 1, 3, 4, 5]
    assert found[0] == (time(8), time(17))
    assert found[4] == (time(8), time(12, 30))
    assert found[5] == (time(9), time(11))


def test_terms_are_working_hours(tmp_path: Path) -> None:
    assert of(tmp_path, "termijnen: {direct: 1.5, week: 40}\n").terms == {**TERMS, "direct": 5400, "week": 40 * HOUR}
    assert set(TERMS) == set(get_args(get_args(Lines.model_fields["termijnen"].annotation)[0]))


@pytest.mark.parametrize(
    "text, free",
    [
        ("{}", {date(2026, 4, 3), date(2026, 5, 5), date(2030, 5, 5)}),
        ("goede_vrijdag: nee", {date(2026, 5, 5), date(2030, 5, 5)}),
        ("vijf_mei: lustrum", {date(2026, 4, 3), date(2030, 5, 5)}),
        ("vijf_mei: nooit", {date(2026, 4, 3)}),
    ],
)
def test_good_friday_and_5_may_are_for_the_school_to_choose(tmp_path: Path, text: str, free: set[date]) -> None:
    assert set(of(tmp_path, text).holidays) == free | {date(2026, 4, 27), date(2016, 5, 5)}


@pytest.mark.rule("X-17")
def test_a_school_has_the_holidays_of_its_region(tmp_path: Path) -> None:
    text = "regio: noord\nscholen: {Zuid: {regio: zuid}, Vrij: {regio: }}\n"
    day = date(2027, 7, 12)
    assert of(tmp_path, text).name_of(day) == "zomervakantie"
    assert of(tmp_path, text, "Zuid").name_of(day) == ""
    assert of(tmp_path, text, "Zuid").name_of(date(2027, 7, 26)) == "zomervakantie"
    assert dict(of(tmp_path, text, "Vrij").days_off) == {}


@pytest.mark.rule("X-17")
def test_a_holiday_of_the_school_stands_in_the_place_of_its_regions_in_that_year_only(tmp_path: Path) -> None:
    own = "vakanties: [{naam: Herfstvakantie, van: 2026-10-26, tot: 2026-10-30}]\n"
    found = of(tmp_path, f"regio: midden\n{own}")
    assert found.name_of(date(2026, 10, 26)) == "Herfstvakantie"
    assert found.name_of(date(2026, 10, 20)) == ""
    assert found.name_of(date(2027, 10, 20)) == "herfstvakantie"


@pytest.mark.rule("X-17")
def test_a_school_adds_a_holiday_takes_one_away_and_has_study_days(tmp_path: Path) -> None:
    text = (
        "regio: zuid\n"
        "vakanties:\n  - {naam: extra mei, van: 2027-05-03, tot: 2027-05-07}\n"
        "  - {naam: voorjaarsvakantie, van: 2027-02-13, vervalt: ja}\n"
        "studiedagen: [2026-11-25]\nvrije_dagen: {2026-12-18: Kerstviering}\n"
    )
    found = of(tmp_path, text)
    assert found.name_of(date(2027, 5, 4)) == "extra mei"
    assert found.name_of(date(2027, 2, 15)) == ""
    assert found.name_of(date(2028, 2, 28)) == "voorjaarsvakantie"
    assert found.name_of(date(2026, 11, 25)) == "studiedag"
    assert found.name_of(date(2026, 12, 18)) == "Kerstviering"


def test_the_lines_of_a_school_go_before_those_on_top_and_its_days_off_come_beside_them(tmp_path: Path) -> None:
    text = (
        "uren: {vr: 8:00-15:00}\nstudiedagen: [2026-11-25]\noverzicht: 9:00\nvijf_mei: nooit\ntermijnen: {direct: 3}\n"
        "vangnet: [Een@school.nl]\n"
        "scholen:\n  Noord: {uren: {ma: 9:00-12:00}, studiedagen: [2026-11-26], vangnet: [twee@school.nl]}\n"
        "  Zuid: {vijf_mei: altijd}\n"
    )
    schools = read(tmp_path, text)
    north = schools.calendars.of("Noord")
    assert (north.hours[0], north.hours[4]) == ((time(9), time(12)), (time(8), time(15)))
    assert set(north.days_off) == {date(2026, 11, 25), date(2026, 11, 26)}
    assert (north.digest, north.terms["direct"]) == (time(9), 3 * HOUR)
    assert date(2026, 5, 5) not in north.holidays
    assert date(2026, 5, 5) in schools.calendars.of("Zuid").holidays
    assert schools.fallback == {ALL: ("een@school.nl",), "Noord": ("twee@school.nl",), "Zuid": ("een@school.nl",)}


def test_a_school_can_take_back_a_holiday_that_all_schools_have(tmp_path: Path) -> None:
    common = "vakanties: [{naam: carnaval, van: 2027-02-08, tot: 2027-02-12}]\n"
    own = "scholen: {Noord: {vakanties: [{naam: carnaval, van: 2027-02-08, vervalt: ja}]}}\n"
    assert of(tmp_path, common + own).name_of(date(2027, 2, 9)) == "carnaval"
    assert of(tmp_path, common + own, "Noord").name_of(date(2027, 2, 9)) == ""


def test_the_example_in_the_guide_is_right_and_does_what_the_guide_says(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```yaml\n# bestand: scholen\.yml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    schools = read(tmp_path, text)
    assert set(schools.regions) == {ALL, "De Regenboog"}
    rainbow = schools.calendars.of("De Regenboog")
    assert rainbow.hours[2] == (time(8), time(13))
    assert rainbow.name_of(date(2026, 10, 27)) == "herfstvakantie"
    assert schools.calendars.of("Elders").name_of(date(2026, 10, 20)) == "herfstvakantie"
    assert [key for key in (*Lines.model_fields, "scholen") if f"`{key}`" not in PAGE] == []


# ------------------------------------------------------------------------------------------------- wrong or hostile


@pytest.mark.parametrize(
    "text, fault",
    [
        ("regio: oost", "scholen.yml:1: regio: Input should be 'noord', 'midden' or 'zuid'"),
        ("uren: {vr: 17:00-8:00}", "scholen.yml:1: uren.vr: is opening hours, such as 8:00-17:00, or nee"),
        ("uren: {vr: 8}", "scholen.yml:1: uren.vr: is opening hours"),
        ("uren: {vr: 8:00-24:00}", "scholen.yml:1: uren.vr: is opening hours"),
        ("uren: {vrijdag: nee}", "scholen.yml:1: uren.vrijdag: Input should be 'ma'"),
        ("uren: {ma: nee, di: nee, wo: nee, do: nee, vr: nee}", "scholen.yml:1: uren: the school never opens"),
        ("termijnen: {direct: 0}", "scholen.yml:1: termijnen.direct: is a number of working hours, more than 0"),
        ("termijnen: {direct: -1}", "scholen.yml:1: termijnen.direct: is a number"),
        ("termijnen: {direct: .inf}", "scholen.yml:1: termijnen.direct: is a number"),
        ("termijnen: {direct: 1001}", "scholen.yml:1: termijnen.direct: is a number"),
        ("termijnen: {direct: true}", "scholen.yml:1: termijnen.direct: is a number"),
        ("bewaren: {pers: 0}", "scholen.yml:1: bewaren.pers: is a number of months, from 1 to 240"),
        ("bewaren: {pers: 241}", "scholen.yml:1: bewaren.pers: is a number of months"),
        ("bewaren: {pers: 1.5}", "scholen.yml:1: bewaren.pers: is a number of months"),
        (
            "scholen:\n  Noord: {bewaren: {oud_collega: 6}}",
            "scholen.yml:2: scholen.Noord.bewaren.oud_collega: can only be said for all schools",
        ),
        ("bewaren: {altijd: 1}", "scholen.yml:1: bewaren.altijd: Input should be 'vertrouwelijk', "),
        ("termijnen: {gauw: 1}", "scholen.yml:1: termijnen.gauw: Input should be 'direct', 'vandaag' or 'week'"),
        ("goede_vrijdag: true", "scholen.yml:1: goede_vrijdag: Input should be 'ja' or 'nee'"),
        ("vijf_mei: soms", "scholen.yml:1: vijf_mei: Input should be 'altijd', 'lustrum' or 'nooit'"),
        ("\nvakanties:\n- {naam: a, van: 2026-10-12}", "scholen.yml:3: vakanties.0: tot is missing"),
        ("vakanties: [{van: 2026-10-12, tot: 2026-10-13}]", "scholen.yml:1: vakanties.0.naam: is missing"),
        ("vakanties: [{naam: a, van: 2026-10-12, tot: 2026-10-11}]", "scholen.yml:1: vakanties.0: tot is not before"),
        ("vakanties: [{naam: a, van: 2026-10-12, tot: 2027-10-11}]", "scholen.yml:1: vakanties.0: tot is not before"),
        (
            "vakanties: [{naam: a, van: 2026-10-12, tot: 2026-10-13}, {naam: A, van: 2027-01-01, tot: 2027-01-02}]",
            "scholen.yml:1: vakanties: 'a' stands here twice in one school year",
        ),
        (
            "vakanties: [{naam: herstvakantie, van: 2026-10-12, vervalt: ja}]",
            "scholen.yml:1: vakanties.0: there is no 'herstvakantie' in that school year to take away",
        ),
        (
            "scholen:\n  A:\n    vakanties:\n    - {naam: iets, van: 2026-10-12, vervalt: ja}",
            "scholen.yml:4: scholen.A.vakanties.0: there is no 'iets'",
        ),
        ("studiedagen: [2026-02-30]", "scholen.yml:1: studiedagen.0: is a date, such as 2026-12-24"),
        ("studiedagen: [20261224]", "scholen.yml:1: studiedagen.0: is a date"),
        ("studiedagen: 2026-12-24", "scholen.yml:1: studiedagen: Input should be a valid tuple"),
        ("vrije_dagen: {kerst: vrij}", "scholen.yml:1: vrije_dagen.kerst: is a date"),
        ("vrije_dagen: {2026-12-24: }", "scholen.yml:1: vrije_dagen.2026-12-24: Input should be a valid string"),
        ("overzicht: half negen", "scholen.yml:1: overzicht: is a time, such as 8:30"),
        ("overzicht: 17:00", "scholen.yml:1: overzicht: falls outside the opening hours on ma, di, wo, do, vr"),
        (
            "overzicht: 14:00\nscholen:\n  A:\n    uren: {vr: 8:00-13:00}",
            "scholen.yml:3: scholen.A.overzicht: falls outside the opening hours on vr",
        ),
        ("vangnet: [piet]", "scholen.yml:1: vangnet.0: is an e-mail address"),
        ("vangnet: [piet@school.nl, a b@school.nl]", "scholen.yml:1: vangnet.1: is an e-mail address"),
        ("vreemd: 1", "scholen.yml:1: vreemd: unknown key"),
        ("scholen:\n  A: {regoi: zuid}", "scholen.yml:2: scholen.A.regoi: unknown key"),
        ("scholen:\n  St. Jan: {scholen: {}}", "scholen.yml:2: scholen.St. Jan.scholen: unknown key"),
        ("scholen: [A]", "scholen.yml:1: scholen: Input should be a valid dictionary"),
        ("regio: noord\nregio: zuid", "scholen.yml:2: regio: stands here twice"),
        ("studiedagen: &a [2026-12-24]", "scholen.yml:1: (top): aliases (& and *) are refused"),
        ("a: &a [x]\nb: [*a, *a]", "scholen.yml:1: (top): aliases (& and *) are refused"),
        ("uren: " + "[" * 20_000, "scholen.yml:1: (top): nested too deeply"),
        ("# " + "x" * MAX_BYTES, "scholen.yml:1: (top): larger than 64 kB"),
        ("regio: !!python/object:os.system noord", "scholen.yml:1: regio: '"),
        ("%YAML 1.1\n---\nregio: noord", "scholen.yml:2: (top): write YAML 1.2"),
        ("regio: noord\n---\nregio: zuid", "(top): expected a single document"),
        ("", "scholen.yml:1: (top): a file with schools is a list of 'key: value'"),
        ("- regio: noord", "scholen.yml:1: (top): a file with schools is a list of 'key: value'"),
        ("scholen: {1: {}}", "scholen.yml:1: scholen: a key is a word; put it between quotes"),
        (b"regio: \xff\xfe", "scholen.yml:1: (top): not UTF-8 text"),
    ],
)
def test_a_wrong_or_hostile_file_is_refused_with_its_line_and_key(
    tmp_path: Path, text: str | bytes, fault: str
) -> None:
    found = faults(tmp_path, text)
    assert any(fault in one for one in found), found


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = "regio: oost\nvangnet: [piet]\nscholen:\n  A: {vijf_mei: soms}\n"
    assert [one.split(":")[1] for one in faults(tmp_path, text)] == ["1", "2", "4"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchoolFileError, match=r"weg\.yml:1: \(top\): cannot be read"):
        read_schools(tmp_path / "weg.yml", PUBLIC)


@ANY
@given(
    st.lists(
        st.sampled_from([*Lines.model_fields, "scholen", "ja", "nee", "2026-12-24", "8:00-17:00", "naam", "van", "A"])
        | st.sampled_from([": ", "\n", "\n  ", "[", "]", "{", "}", ", ", "- ", "~", "true", "1e9"]),
        max_size=30,
    )
)
def test_any_words_in_any_order_give_schools_or_a_fault(tmp_path: Path, words: list[str]) -> None:
    try:
        read(tmp_path, "".join(words))
        found = []
    except SchoolFileError as error:
        found = [(bool(fault.file and fault.message), fault.line >= 1) for fault in error.faults] or [(False, False)]
    assert set(found) <= {(True, True)}
