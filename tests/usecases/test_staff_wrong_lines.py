"""A staff file with wrong lines: nothing changes, or exactly the right lines do when somebody says so."""

import pytest

from tests.usecases.files import (
    ANNA,
    BAS,
    MELDER,
    cell,
    contact,
    counts,
    edits,
    listed,
    person,
    posts,
    read,
    take_over,
    working,
)
from tests.usecases.school import School
from workflows.usecases.staff import import_staff


@pytest.mark.parametrize(
    "bad",
    [
        cell(naam=""),
        cell(leidinggevende="wie@x.nl"),
        cell(vervanger="anna@school.example"),
        cell(afwezig_van="gisteren"),
        cell(afwezig_van="2026-03-02", afwezig_tot="2026-03-01"),
        cell(functie="x" * 151),
        cell(functie="a\0b"),
        cell(functie="docent, mentor"),
    ],
)
def test_with_one_wrong_line_nothing_changes_or_only_the_right_ones_are_taken_over(school: School, bad: str) -> None:
    take_over(school, MELDER, ANNA, BAS)
    before = listed(school)
    staff = read(MELDER, bad, BAS.replace("Directeur", "Rector"), person("cor"))
    with pytest.raises(ValueError, match="never taken over"):
        import_staff(school.ctx, staff, "test")
    assert listed(school) == before
    found = import_staff(school.ctx, staff, "test", skip_wrong=True)
    assert (counts(found), edits(found)) == ((1, 1, 0, 2), [("Bas", "A", "functie", "Directeur", "Rector")])
    assert posts(school, "anna").posts[0].functie == "Docent"


@pytest.mark.parametrize("lines", [(), ("\x00,\x00",), (cell(functie="x" * 140_000),)])
def test_a_file_that_is_refused_whole_is_never_taken_over_not_even_in_part(
    school: School, lines: tuple[str, ...]
) -> None:
    staff = read(*lines, header="email;naam") if lines else read()
    with pytest.raises(ValueError, match="never taken over"):
        import_staff(school.ctx, staff, "test", skip_wrong=True)
    assert working(school) == {"Melder"}


def test_who_stands_on_a_wrong_line_or_is_named_there_keeps_what_they_had(school: School) -> None:
    at_b = person("anna", school="B", leidinggevende="bas@school.example")
    take_over(school, MELDER, ANNA, at_b, BAS, person("cor"), person("dirk"))
    again = person("anna", school="B", rollen="keizer", leidinggevende="cor@school.example")
    found = take_over(school, MELDER, again, BAS, skip_wrong=True)
    assert [one.name for one in found.gone] == ["Dirk"]
    assert [(one.school, one.leidinggevende) for one in posts(school, "anna").posts] == [
        ("A", None),
        ("B", contact(school, "bas").id),
    ]
    assert posts(school, "cor").posts != ()


def test_when_a_wrong_line_does_not_tell_whose_it_is_nobody_leaves(school: School) -> None:
    take_over(school, MELDER, ANNA, person("anna", school="B"), BAS)
    found = take_over(school, ANNA, cell(email="bas"), person("cor"), skip_wrong=True)
    assert counts(found) == (1, 0, 0, 3)
    assert working(school) == {"Melder", "Anna", "Bas", "Cor"}


def test_of_ten_thousand_lines_with_three_hundred_wrong_ones_exactly_the_others_are_taken_over(school: School) -> None:
    lines = [person(f"p{n}", rollen="keizer" if n % 33 == 0 and n < 9900 else "") for n in range(10_000)]
    with pytest.raises(ValueError, match="never taken over"):
        take_over(school, *lines)
    assert working(school) == {"Melder"}
    assert counts(take_over(school, *lines, skip_wrong=True)) == (9700, 0, 1, 0)
    assert "P33" not in working(school)
