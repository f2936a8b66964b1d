"""What an administrator is told of a staff list that is right as it is written."""

import pytest

from models.roster import Roster
from tests.usecases.files import ANNA, cell, person, read
from workflows.usecases.staff import foresee
from workflows.usecases.staff_warnings import warnings


def odd(*lines: str) -> list[str]:
    staff = read(*lines)
    return warnings(foresee(Roster(), staff, iter(str(n) for n in range(99)).__next__), staff)


@pytest.mark.parametrize(
    "lines, warned",
    [
        ([person("bas", rollen="directie;bestuur;toezicht")], ""),
        ([person("bas", rollen="directie;bestuur")], "Niemand heeft de rol toezicht."),
        ([person("bas", rollen="directie;toezicht")], "Niemand heeft de rol bestuur."),
    ],
)
def test_a_list_without_the_highest_roles_is_warned_about(lines: list[str], warned: str) -> None:
    found = odd(*lines)
    assert (len(found), warned in "".join(found)) == (1 if warned else 0, True)


TOP = person("henk", school="Bestuur", rollen="bestuur;toezicht")


@pytest.mark.parametrize(
    "lines, warned",
    [
        ([ANNA.replace(",,,,,,", ",,henk@school.example,,,,")], ["Op A heeft niemand de rol directie."]),
        ([person("bas", rollen="directie"), ANNA], ["Anna (A) heeft geen leidinggevende en geen rol."]),
        ([person("bas", rollen="directie", leidinggevende="henk@school.example")], []),
        (
            [person("bas", rollen="directie"), person("cor", school="B", rollen="directie"),
             cell(leidinggevende="cor@school.example")],
            ["Anna (A) heeft Cor als leidinggevende, maar die werkt niet op deze school."],
        ),
        (
            [person("bas", rollen="directie", vervanger="cor@school.example"),
             person("cor", rollen="pr", vervanger="dirk@school.example"),
             person("dirk", rollen="pr", vervanger="cor@school.example")],
            ["Cor, Dirk vervangen elkaar op A."],
        ),
        (
            [person("bas", rollen="directie", vervanger="cor@school.example"), person("cor", rollen="keizer")],
            ["Bas (A): cor@school.example staat op een foute regel en is nog niet bekend."],
        ),
        ([person("bas", rollen="directie"), cell(email="anna")], ["Van een foute regel is niet te zien"]),
    ],
)  # fmt: skip
def test_what_is_odd_is_said_and_what_is_usual_is_not(lines: list[str], warned: list[str]) -> None:
    found = odd(TOP, *lines)
    assert len(found) == len(warned), found
    for one, start in zip(found, warned, strict=True):
        assert one.startswith(start)
