"""Days away in a board with two schools: who may, who stands in where, and where the clock looks again."""

import pytest

from models import absences, deadlines, people
from models.people import Contact
from tests.usecases.school import NOW, School
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError
from workflows.usecases.home import home
from workflows.usecases.leave import end_leave, take_leave
from workflows.usecases.leave_forms import own_leave
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import COLUMNS, read_staff

STAFF = [
    "anna@school.example,Anna,Docent,A,,,bas@school.example,,,",
    "anna@school.example,Anna,Docent,B,,,carla@school.example,,,",
    "bas@school.example,Bas,Docent,A,,,,,,",
    "carla@school.example,Carla,Docent,B,,,,,,",
    "dirk@school.example,Dirk,Directeur,A,directie,,,,,",
    "els@school.example,Els,Directeur,B,directie,,,,,",
    "frits@school.example,Frits,Docent,B,,,,2026-11-20,2026-11-27,",
    "hans@school.example,Hans,Bestuurder,A,bestuur,,,,,",
]
TODAY = NOW.date().isoformat()


@pytest.fixture
def board(school: School) -> School:
    import_staff(school.ctx, read_staff("\n".join([",".join(COLUMNS), *STAFF]).encode()), "test")
    with school.ctx.store.write() as tx:
        for one in people.everyone(tx):
            if one.listed and one.member is None:
                people.tie(tx, one.id, f"U_{one.name.upper()}")
    return school


def who(board: School, name: str) -> Contact:
    with board.ctx.store.read() as tx:
        found = people.by_email(tx, f"{name}@school.example")
    assert found is not None
    return found


def take(board: School, name: str, key: str = "k", **answers: str) -> str:
    given = {"van": TODAY} | {one: f"U_{value.upper()}" if one != "van" else value for one, value in answers.items()}
    return take_leave(board.ctx, who(board, name), given, key, other="wie" in answers)


def coming(board: School, name: str) -> list[absences.Leave]:
    with board.ctx.store.read() as tx:
        return absences.coming(tx, [who(board, name).id], NOW.date())


def read_home(board: School, name: str) -> str:
    return str(home(board.ctx, who(board, name)))


def test_who_works_at_two_schools_is_told_who_stands_in_at_each(board: School) -> None:
    said = take(board, "anna")
    assert "A: Bas vervangt u." in said
    assert "B: Carla vervangt u." in said
    assert "Bas, Carla" in str(own_leave(board.ctx, who(board, "anna")))


def test_a_deputy_who_is_named_stands_in_where_they_work(board: School) -> None:
    assert "tot nader bericht. A: Bas vervangt u. B: Carla vervangt u." in take(board, "anna", vervanger="bas")


def test_directie_sets_it_for_people_of_their_own_school_only(board: School) -> None:
    with pytest.raises(IncompleteError) as refused:
        take(board, "dirk", wie="carla")
    assert refused.value.fields == {"wie": "leave.not_yours"}
    take(board, "els", wie="carla")
    assert coming(board, "carla")[0].set_by == who(board, "els").id
    assert "Carla is afwezig" in read_home(board, "els")
    assert "Carla is afwezig" not in read_home(board, "dirk")
    assert "Carla is afwezig" in read_home(board, "hans")
    with pytest.raises(NotAllowedError):
        end_leave(board.ctx, who(board, "dirk"), coming(board, "carla")[0].id, "e1")
    end_leave(board.ctx, who(board, "hans"), coming(board, "carla")[0].id, "e2")
    assert coming(board, "carla") == []


def test_what_is_wrong_is_said_of_every_question_at_once(board: School) -> None:
    with pytest.raises(IncompleteError) as refused:
        take(board, "dirk", wie="nobody", vervanger="nobody", van="x")
    assert refused.value.fields == {"wie": "field.person", "vervanger": "field.person", "van": "field.date"}


def test_who_left_or_has_no_post_any_more_has_no_days_away(board: School) -> None:
    take(board, "bas")
    leave = coming(board, "bas")[0].id
    kept = [line.replace("bas@school.example", "") for line in STAFF if not line.startswith("bas")]
    import_staff(board.ctx, read_staff("\n".join([",".join(COLUMNS), *kept]).encode()), "test")
    assert "Bas is afwezig" not in read_home(board, "dirk")
    with pytest.raises(NotAllowedError):
        end_leave(board.ctx, who(board, "dirk"), leave, "e1")
    with pytest.raises(NotAllowedError):
        take(board, "bas", key="k2")
    with pytest.raises(IncompleteError):
        take(board, "dirk", key="k3", wie="bas")


def test_an_import_of_the_staff_file_leaves_what_people_set_themselves(board: School) -> None:
    take(board, "anna")
    import_staff(board.ctx, read_staff("\n".join([",".join(COLUMNS), *STAFF]).encode()), "test")
    assert len(coming(board, "anna")) == 1


def test_who_is_away_by_the_staff_file_reads_that_on_top_and_has_nothing_to_withdraw(board: School) -> None:
    page = read_home(board, "frits")
    assert "U bent afwezig tot en met vrijdag 27 november." in page
    assert "leave.end" not in page


def test_the_clock_looks_again_at_the_schools_of_the_person_and_everywhere_for_the_bestuur(board: School) -> None:
    board.case_with_file()
    take(board, "els")
    assert _looked_at(board) == []
    take(board, "bas", key="k2")
    assert _looked_at(board) == ["c1"]


def test_the_clock_looks_everywhere_for_who_serves_every_school(board: School) -> None:
    board.case_with_file()
    with board.ctx.store.write() as tx:
        tx.exec_driver_sql("update cases set school = 'B'")
    take(board, "hans")
    assert _looked_at(board) == ["c1"]


def test_ten_periods_are_shown_and_the_rest_is_counted(board: School) -> None:
    with board.ctx.store.write() as tx:
        for number in range(12):
            day = NOW.date().replace(month=12, day=number + 1)
            leave = absences.Leave(
                id=f"l{number}", person=who(board, "bas").id, first=day, last=day, deputy=None, set_by="x", set_at=NOW
            )
            absences.add(tx, leave)
    page = read_home(board, "dirk")
    assert page.count("leave.end") == 10
    assert "En nog 2 keer afwezigheid" in page
    assert read_home(board, "bas").count("leave.end") == 3


def test_a_period_that_is_over_cannot_be_ended_again(board: School) -> None:
    take(board, "anna")
    leave = coming(board, "anna")[0].id
    board.wait(days=2)
    first = end_leave(board.ctx, who(board, "anna"), leave, "e1")
    assert end_leave(board.ctx, who(board, "anna"), leave, "e1") == first
    with pytest.raises(StaleActionError):
        end_leave(board.ctx, who(board, "anna"), leave, "e2")
    with board.ctx.store.read() as tx:
        kinds = list(tx.exec_driver_sql("select type from entries order by id").scalars())
    assert [one for one in kinds if one.startswith("afwezigheid")] == ["afwezigheid_gemeld", "afwezigheid_beeindigd"]


def _looked_at(board: School) -> list[str]:
    with board.ctx.store.read() as tx:
        found = deadlines.next_due(tx, board.ctx.now())
    return [found.case_id] if found and found.type == "route" else []
