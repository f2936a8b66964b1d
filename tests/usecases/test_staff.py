"""The staff file: every wrong line is named, and it is taken over whole or not at all."""

import time
from dataclasses import replace

import pytest

from models import entries, people
from models.people import Contact
from tests.usecases.school import NOW, School
from workflows.engine.route import Person
from workflows.usecases.staff import COLUMNS, Change, Staff, import_staff, read_staff

HEADER = ",".join(COLUMNS)
ANNA = "anna@school.example,Anna,Docent,A,,,,,,"
BAS = "bas@school.example,Bas,Directeur,A,directie;bestuur,,,,,"


def read(*lines: str, header: str = HEADER) -> Staff:
    return read_staff("\n".join([header, *lines]).encode())


def wrong(*lines: str, header: str = HEADER) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in read(*lines, header=header).problems]


def cell(**values: str) -> str:
    plain = {"email": "anna@school.example", "naam": "Anna", "functie": "Docent", "school": "A"} | values
    return ",".join(plain.get(name, "") for name in COLUMNS)


def take_over(school: School, *lines: str) -> Change:
    return import_staff(school.ctx, read(*lines), "test")


def contact(school: School, name: str) -> Contact:
    with school.ctx.store.read() as tx:
        found = people.by_email(tx, f"{name}@school.example")
    assert found is not None
    return found


def posts(school: School, name: str) -> Person:
    key = contact(school, name).id
    with school.ctx.store.read() as tx:
        return people.circle(tx, [key], NOW.date()).people[key]


def test_a_good_file_has_no_problems_and_says_who_works_where() -> None:
    full = cell(rollen="pr; FG", leidinggevende="BAS@school.example", vervanger="bas@school.example",
                afwezig_van="2026-03-01", afwezig_tot="2026-03-03", werkdagen="ma;di")  # fmt: skip
    staff = read(full, BAS)
    assert staff.problems == []
    anna = staff.lines[0]
    assert (anna.roles, anna.leader, anna.workdays) == ({"pr", "fg"}, "bas@school.example", "ma;di")
    assert (str(anna.absent_from), str(anna.absent_until)) == ("2026-03-01", "2026-03-03")


@pytest.mark.parametrize(
    "values, message",
    [
        ({"email": "anna"}, "Dit is geen e-mailadres: anna"),
        ({"email": "an na@x.nl"}, "Dit is geen e-mailadres: an na@x.nl"),
        ({"email": ""}, "Dit is geen e-mailadres: "),
        ({"naam": ""}, "naam is leeg."),
        ({"school": " "}, "school is leeg."),
        ({"rollen": "pr;keizer;koning"}, "Onbekende rol: keizer, koning"),
        ({"werkdagen": "ma;xx"}, "werkdagen: schrijf ma;di;wo;do;vr. Gevonden: ma;xx"),
        ({"afwezig_van": "1-3-2026"}, "afwezig_van: schrijf een datum als 2026-11-30."),
        ({"afwezig_tot": "2026-02-30"}, "afwezig_tot: schrijf een datum als 2026-11-30."),
        ({"afwezig_van": "20260301"}, "afwezig_van: schrijf een datum als 2026-11-30."),
        ({"afwezig_van": "2026-W09-1"}, "afwezig_van: schrijf een datum als 2026-11-30."),
        ({"afwezig_van": "2026-03-02", "afwezig_tot": "2026-03-01"}, "afwezig_tot ligt voor afwezig_van."),
        ({"leidinggevende": "wie@x.nl"}, "leidinggevende: wie@x.nl staat zelf niet in dit bestand."),
        ({"vervanger": "wie@x.nl"}, "vervanger: wie@x.nl staat zelf niet in dit bestand."),
        ({"leidinggevende": "anna@school.example"}, "leidinggevende: dit is de persoon zelf."),
        ({"naam": "x" * 201}, "Dit is niet als csv te lezen: naam > 200"),
        ({"functie": "x" * 151}, "Dit is niet als csv te lezen: functie > 150"),
        ({"naam": "An\0na"}, "Dit is niet als csv te lezen: NUL: naam"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_with_its_number(values: dict[str, str], message: str) -> None:
    assert wrong(BAS, cell(**values)) == [(3, message)]


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    found = wrong(cell(naam="", rollen="keizer"), BAS, cell(email="x"), "te,weinig")
    assert [line for line, _ in found] == [2, 2, 4, 5]
    assert found[-1][1] == "Deze regel heeft 2 kolommen, verwacht worden er 10."


def test_a_wrong_line_does_not_make_the_lines_that_name_that_person_wrong() -> None:
    found = wrong(cell(leidinggevende="bas@school.example"), BAS.replace("directie", "keizer"))
    assert found == [(3, "Onbekende rol: keizer")]


def test_a_line_is_counted_as_a_text_editor_counts_it() -> None:
    assert wrong('anna@school.example,"Anna\nB",Docent,A,,,,,,', "", cell(email="x"))[0][0] == 5


@pytest.mark.parametrize(
    "header, message",
    [
        (HEADER.replace(",", ";"), "De kolommen zijn gescheiden met puntkomma's."),
        (HEADER.replace(",school,rollen", ""), "Deze kolommen ontbreken: school, rollen."),
        (HEADER + ",naam", "Deze kolommen staan er twee keer: naam."),
        (HEADER + ",telefoon", "Onbekende kolommen: telefoon."),
        ("", "Deze kolommen ontbreken: email,"),
        ("x" * 200_000, "Dit is niet als csv te lezen"),
        ('"' + HEADER, "Dit is niet als csv te lezen"),
    ],
)
def test_a_wrong_header_is_said_on_its_own(header: str, message: str) -> None:
    found = wrong(ANNA, header=header)
    assert len(found) == 1
    assert found[0][1].startswith(message)


def test_columns_may_stand_in_another_order_with_empty_ones_behind_as_spreadsheets_leave_them() -> None:
    header = ",".join([*reversed(COLUMNS), "", ""])
    line = ",".join([*reversed(ANNA.split(",")), "", ""])
    staff = read(line, ",,,,,,,,,,,", header=header.upper())
    assert staff.problems == []
    assert [one.name for one in staff.lines] == ["Anna"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_file_of_any_spreadsheet_is_read_with_or_without_its_mark(ending: str) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        staff = read_staff(mark + ending.join([HEADER, ANNA, BAS, ""]).encode())
        assert (len(staff.lines), staff.problems) == (2, [])


@pytest.mark.parametrize("encoding, line", [("latin-1", 3), ("utf-16", 1)])
def test_another_encoding_is_refused_with_the_line_where_it_shows(encoding: str, line: int) -> None:
    raw = "\n".join([HEADER, ANNA, BAS.replace("Bas", "Bás")]).encode(encoding)
    found = read_staff(raw).problems
    assert [one.line for one in found] == [line]
    assert "UTF-8" in found[0].message


def test_an_empty_file_and_a_file_of_nobody_are_refused() -> None:
    assert read_staff(b"").problems
    assert wrong("", ",,,,,,,,,") == [(2, "Er staat niemand in dit bestand.")]


def test_a_file_that_is_too_large_is_refused() -> None:
    assert [one.message for one in read_staff(b"x" * (5 * 1024 * 1024 + 1)).problems] == [
        "Dit bestand is groter dan 5 MB."
    ]


def test_one_person_may_stand_at_two_schools_and_not_twice_at_one() -> None:
    assert wrong(ANNA, ANNA.replace(",A,", ",B,")) == []
    assert wrong(ANNA, ANNA.upper().replace(",A,", ",A,")) == [
        (3, "anna@school.example staat twee keer op dezelfde school.")
    ]


def test_a_file_with_problems_is_never_taken_over(school: School) -> None:
    with pytest.raises(ValueError, match="never taken over"):
        import_staff(school.ctx, read("x"), "test")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+31", "-x", "Zoë 😀", "\N{HEBREW LETTER ALEF}\u202e", "O'Brien"])
def test_names_are_kept_as_they_are_written_whatever_a_spreadsheet_would_make_of_them(
    school: School, name: str
) -> None:
    take_over(school, cell(naam=name))
    assert contact(school, "anna").name == name


def test_a_second_import_changes_what_changed_and_adds_what_is_new(school: School) -> None:
    assert take_over(school, ANNA) == Change(added=1, kept=0, gone=0)
    first = contact(school, "anna")
    assert take_over(school, ANNA.replace("Anna", "Anna B"), BAS) == Change(added=1, kept=1, gone=0)
    assert contact(school, "anna") == replace(first, name="Anna B")
    assert posts(school, "bas").posts[0].roles == {"directie", "bestuur"}


def test_a_role_that_is_taken_away_is_gone_at_once(school: School) -> None:
    take_over(school, ANNA, BAS)
    take_over(school, ANNA, BAS.replace("directie;bestuur", "pr"))
    assert posts(school, "bas").posts[0].roles == {"pr"}


def test_who_leaves_becomes_inactive_keeps_history_and_may_come_back(school: School) -> None:
    take_over(school, ANNA, BAS)
    before = contact(school, "bas").id
    with school.ctx.store.write() as tx:
        people.tie(tx, before, "U9")
        entries.note(tx, "c1", NOW, before, "gelezen")
    assert take_over(school, ANNA).gone == 1
    gone = contact(school, "bas")
    assert (gone.id, gone.active, gone.member) == (before, False, "U9")
    assert posts(school, "bas").posts == ()
    with school.ctx.store.read() as tx:
        assert [one.actor for one in entries.of_case(tx, "c1")] == [before]
    take_over(school, ANNA, BAS)
    assert (contact(school, "bas").id, contact(school, "bas").active) == (before, True)


def test_who_works_at_two_schools_has_a_post_at_each_and_stays_when_one_ends(school: School) -> None:
    at_b = ANNA.replace(",A,", ",B,")
    take_over(school, ANNA, at_b, BAS)
    assert [one.school for one in posts(school, "anna").posts] == ["A", "B"]
    with school.ctx.store.read() as tx:
        assert (len(people.staff_of(tx, "A")), len(people.staff_of(tx, "B"))) == (2, 1)
        assert people.schools(tx) == ["A", "B"]
    take_over(school, at_b, BAS)
    assert contact(school, "anna").active
    assert [one.school for one in posts(school, "anna").posts] == ["B"]


def test_who_was_only_known_from_slack_becomes_staff_by_standing_in_the_file(school: School) -> None:
    with school.ctx.store.write() as tx:
        people.add(tx, "p7", "Anna@School.example", "anna?", member="U7", listed=False)
    take_over(school, ANNA)
    found = contact(school, "anna")
    assert (found.id, found.member, found.listed, found.name) == ("p7", "U7", True, "Anna")


def test_ten_thousand_people_are_taken_over_in_seconds(school: School) -> None:
    lines = [
        f"p{number}@school.example,Persoon {number},Docent,A,,p0@school.example,,,,," for number in range(1, 10_000)
    ]
    begun = time.monotonic()
    staff = read("p0@school.example,Baas,Directeur,A,directie,,,,,", *(line[:-1] for line in lines))
    assert import_staff(school.ctx, staff, "test") == Change(added=10_000, kept=0, gone=0)
    assert import_staff(school.ctx, staff, "test").kept == 10_000
    assert time.monotonic() - begun < 20
