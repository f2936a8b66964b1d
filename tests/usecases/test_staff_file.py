"""The staff file: every wrong line is named, the right ones are known, and some files are refused whole."""

import codecs
import time

import pytest

from tests.usecases.files import ANNA, BAS, HEADER, cell, person, read, wrong
from workflows.usecases.staff_file import COLUMNS, read_staff


def test_a_good_file_has_no_problems_and_says_who_works_where() -> None:
    full = cell(rollen="pr; FG", leidinggevende="BAS@school.example", vervanger="bas@school.example",
                afwezig_van="2026-03-01", afwezig_tot="2026-03-03", werkdagen=" DI;ma ;ma")  # fmt: skip
    staff = read(full, BAS)
    assert staff.problems == ()
    anna = staff.lines[0]
    assert (anna.roles, anna.leader, anna.workdays) == ({"pr", "fg"}, "bas@school.example", "ma;di")
    assert (str(anna.absent_from), str(anna.absent_until)) == ("2026-03-01", "2026-03-03")


@pytest.mark.parametrize(
    "values, message",
    [
        ({"email": "anna"}, "Dit is geen e-mailadres: anna"),
        ({"email": "an na@x.nl"}, "Dit is geen e-mailadres: an na@x.nl"),
        ({"email": "anna@x@nl"}, "Dit is geen e-mailadres: anna@x@nl"),
        ({"email": ""}, "Dit is geen e-mailadres: "),
        ({"naam": ""}, "naam is leeg."),
        ({"school": " "}, "school is leeg."),
        ({"rollen": "pr;keizer;koning"}, "Onbekende rol: keizer, koning"),
        ({"rollen": "x" * 100}, f"Onbekende rol: {'x' * 60}…"),
        ({"werkdagen": "ma;xx"}, "werkdagen: schrijf ma;di;wo;do;vr. Gevonden: ma;xx"),
        ({"afwezig_van": "1-3-2026"}, "afwezig_van: schrijf een datum als 2026-11-30."),
        ({"afwezig_tot": "2026-02-30"}, "afwezig_tot: schrijf een datum als 2026-11-30."),
        ({"afwezig_van": "20260301"}, "afwezig_van: schrijf een datum als 2026-11-30."),
        ({"afwezig_van": "2026-W09-1"}, "afwezig_van: schrijf een datum als 2026-11-30."),
        ({"afwezig_van": "2026-03-02", "afwezig_tot": "2026-03-01"}, "afwezig_tot ligt voor afwezig_van."),
        ({"leidinggevende": "wie@x.nl"}, "leidinggevende: wie@x.nl staat zelf niet in dit bestand."),
        ({"vervanger": "wie@x.nl"}, "vervanger: wie@x.nl staat zelf niet in dit bestand."),
        ({"leidinggevende": "Anna@school.example"}, "leidinggevende: dit is de persoon zelf."),
        ({"naam": "x" * 201}, "naam is te lang of bevat een teken dat niet mag."),
        ({"functie": "x" * 100_000}, "functie is te lang of bevat een teken dat niet mag."),
        ({"email": f"{'x' * 320}@y"}, "email is te lang of bevat een teken dat niet mag."),
        ({"naam": "An\0na"}, "naam is te lang of bevat een teken dat niet mag."),
        ({"naam": '"Anna\nSTRATEGIE: AL BESLOTEN"'}, "naam is te lang of bevat een teken dat niet mag."),
        ({"functie": "leraar\u2028directeur"}, "functie is te lang of bevat een teken dat niet mag."),
        ({"werkdagen": "ma;\0"}, "werkdagen is te lang of bevat een teken dat niet mag."),
    ],
)
def test_what_is_wrong_in_a_line_is_said_with_its_number_and_the_others_are_right(
    values: dict[str, str], message: str
) -> None:
    assert wrong(BAS, cell(**values)) == [(3, message)]
    assert [one.email for one in read(BAS, cell(**values)).lines] == ["bas@school.example"]


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    found = wrong(cell(naam="", rollen="keizer"), BAS, cell(email="x"), "te,weinig")
    assert [line for line, _ in found] == [2, 2, 4, 5]
    assert found[-1][1] == "Deze regel heeft 2 kolommen, verwacht worden er 10."


def test_a_wrong_line_does_not_make_the_lines_that_name_that_person_wrong() -> None:
    found = wrong(cell(leidinggevende="bas@school.example"), BAS.replace("directie", "keizer"))
    assert found == [(3, "Onbekende rol: keizer")]


def test_a_line_is_counted_as_a_text_editor_counts_it() -> None:
    assert [line for line, _ in wrong('anna@school.example,"Anna\nB",Docent,A,,,,,,', "", cell(email="x"))] == [2, 5]


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
def test_a_wrong_header_is_said_on_its_own_and_refuses_the_file_whole(header: str, message: str) -> None:
    staff = read(ANNA, header=header)
    assert (len(staff.problems), staff.refused, staff.lines) == (1, True, ())
    assert staff.problems[0].message.startswith(message)


@pytest.mark.parametrize(
    "line, number", [(cell(functie="x" * 140_000), 3), ('anna@school.example,"Anna', 4), ('a@b.c,"x"y,,,,,,,,', 3)]
)
def test_what_is_no_csv_any_more_refuses_the_file_whole(line: str, number: int) -> None:
    staff = read(BAS, line, "")
    assert (staff.refused, staff.lines) == (True, ())
    assert staff.problems[0].line in (number, number - 1)


def test_columns_may_stand_in_another_order_with_empty_ones_behind_as_spreadsheets_leave_them() -> None:
    header = ",".join([*reversed(COLUMNS), "", ""])
    line = ",".join([*reversed(ANNA.split(",")), "", ""])
    staff = read(line, ",,,,,,,,,,,", header=header.upper())
    assert staff.problems == ()
    assert [one.name for one in staff.lines] == ["Anna"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_file_of_any_spreadsheet_is_read_with_or_without_its_mark(ending: str) -> None:
    for mark in (b"", codecs.BOM_UTF8):
        staff = read_staff(mark + ending.join([HEADER, ANNA, BAS, ""]).encode())
        assert (len(staff.lines), staff.problems) == (2, ())


@pytest.mark.parametrize("encoding, line", [("latin-1", 3), ("cp1252", 3), ("utf-16", 1)])
def test_another_encoding_is_refused_with_the_line_where_it_shows(encoding: str, line: int) -> None:
    staff = read_staff("\n".join([HEADER, ANNA, BAS.replace("Bas", "Bás")]).encode(encoding))
    assert ([one.line for one in staff.problems], staff.refused) == ([line], True)
    assert "UTF-8" in staff.problems[0].message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32"])
def test_a_file_full_of_nuls_is_refused(encoding: str) -> None:
    assert read_staff(f"{HEADER}\n{ANNA}".encode(encoding)).refused


def test_an_empty_file_and_a_file_of_nobody_are_refused_whole() -> None:
    assert read_staff(b"").refused
    assert read_staff(HEADER.encode()).refused
    assert (wrong("", ",,,,,,,,,"), read("").refused) == ([(2, "Er staat niemand in dit bestand.")], True)


def test_a_file_that_is_too_large_is_refused() -> None:
    staff = read_staff(b"x" * (5 * 1024 * 1024 + 1))
    assert ([one.message for one in staff.problems], staff.refused) == (["Dit bestand is groter dan 5 MB."], True)


def test_one_person_may_stand_at_two_schools_and_not_twice_at_one() -> None:
    assert wrong(ANNA, ANNA.replace(",A,", ",B,")) == []
    assert wrong(ANNA, ANNA.upper().replace(",A,", ",A,")) == [
        (3, "anna@school.example staat twee keer op dezelfde school.")
    ]


def test_one_person_has_one_name_at_all_schools() -> None:
    assert wrong(ANNA, cell(school="B", naam="Anne")) == [
        (3, "anna@school.example heet op een eerdere regel Anna. Schrijf de naam op elke regel hetzelfde.")
    ]


def test_every_address_on_a_wrong_line_is_held_whatever_column_it_slipped_into() -> None:
    slipped = cell(leidinggevende="Bas@school.example", functie="docent, mentor", rollen="keizer")
    staff = read(person("wim"), slipped, cell(school="B", vervanger="cor@school.example"))
    assert staff.held == {"anna@school.example", "bas@school.example", "cor@school.example"}
    assert not staff.unclear


def test_lines_that_a_stray_quote_glued_together_still_tell_who_stands_on_them() -> None:
    staff = read('anna@school.example,"Anna', BAS, '",Docent,A,,,,')
    assert len(staff.problems) == 1
    assert staff.held == {"anna@school.example", "bas@school.example"}


def test_a_wrong_line_without_an_address_does_not_tell_whose_it_is() -> None:
    assert read(BAS, cell(email="anna")).unclear
    assert read(BAS, "totaal: 2").unclear


def test_a_line_of_one_endless_word_is_read_as_fast_as_any_other() -> None:
    begun = time.monotonic()
    assert len(read(*(cell(functie="x" * 100_000) for _ in range(40))).problems) == 40
    assert time.monotonic() - begun < 5


def test_of_ten_thousand_lines_with_three_hundred_wrong_ones_the_others_are_right() -> None:
    lines = [person(f"p{n}", rollen="keizer" if n % 33 == 0 and n < 9900 else "") for n in range(10_000)]
    staff = read(*lines)
    assert (len(staff.problems), len(staff.lines), staff.refused) == (300, 9700, False)
    assert {one.message for one in staff.problems} == {"Onbekende rol: keizer"}
