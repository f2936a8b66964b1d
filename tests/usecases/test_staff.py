"""Taking a staff file over: who comes, what changes, who leaves, and whose tasks move with that."""

import time
from dataclasses import replace

import pytest

from models import audiences, entries, people
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
)
from tests.usecases.school import NOW, School
from workflows.usecases.messenger import Member
from workflows.usecases.presence import Roll
from workflows.usecases.staff import import_staff


def routes(school: School) -> int:
    """How many cases the clock has to look at again."""
    with school.ctx.store.write() as tx:
        waiting = "select count(*) from deadlines where type = 'route' and state = 'waiting'"
        found = tx.exec_driver_sql(waiting).scalar_one()
        tx.exec_driver_sql("update deadlines set state = 'done' where type = 'route'")
    return int(found)


# ------------------------------------------------------------------------------------------------ who comes and goes


def test_a_second_import_changes_what_changed_and_adds_what_is_new(school: School) -> None:
    assert counts(take_over(school, MELDER, ANNA)) == (1, 1, 0, 0)
    first = contact(school, "anna")
    found = take_over(school, MELDER, ANNA.replace("Anna,Docent", "Anna B,Mentor"), BAS)
    assert counts(found) == (1, 1, 0, 1)
    assert edits(found) == [("Anna B", "", "naam", "Anna", "Anna B"), ("Anna B", "A", "functie", "Docent", "Mentor")]
    assert contact(school, "anna") == replace(first, name="Anna B")
    assert posts(school, "bas").posts[0].roles == {"directie", "bestuur"}


def test_each_column_that_changes_is_told_as_the_file_writes_it(school: School) -> None:
    take_over(school, ANNA, BAS)
    found = take_over(school, BAS, cell(
        rollen="pr;fg", leidinggevende="bas@school.example", vervanger="bas@school.example",
        afwezig_van="2026-03-01", afwezig_tot="2026-03-03", werkdagen="ma;di",
    ))  # fmt: skip
    assert [(one.column, one.old, one.new) for one in found.changed] == [
        ("rollen", "", "fg;pr"),
        ("leidinggevende", "", "bas@school.example"),
        ("vervanger", "", "bas@school.example"),
        ("afwezig_van", "", "2026-03-01"),
        ("afwezig_tot", "", "2026-03-03"),
        ("werkdagen", "", "ma;di"),
    ]


def test_a_role_that_is_taken_away_is_gone_at_once(school: School) -> None:
    take_over(school, ANNA, BAS)
    assert edits(take_over(school, ANNA, BAS.replace("directie;bestuur", "pr"))) == [
        ("Bas", "A", "rollen", "bestuur;directie", "pr")
    ]
    assert posts(school, "bas").posts[0].roles == {"pr"}


def test_who_leaves_becomes_inactive_keeps_history_and_may_come_back(school: School) -> None:
    take_over(school, MELDER, ANNA, BAS)
    before = contact(school, "bas").id
    with school.ctx.store.write() as tx:
        people.tie(tx, before, "U9")
        entries.note(tx, "c1", NOW, before, "gelezen")
    assert [one.name for one in take_over(school, MELDER, ANNA).gone] == ["Bas"]
    gone = contact(school, "bas")
    assert (gone.id, gone.active, gone.member) == (before, False, "U9")
    assert posts(school, "bas").posts == ()
    with school.ctx.store.read() as tx:
        assert [one.actor for one in entries.of_case(tx, "c1")] == [before]
    assert [one.name for one in take_over(school, MELDER, ANNA, BAS).added] == ["Bas"]
    assert (contact(school, "bas").id, contact(school, "bas").active) == (before, True)


def test_who_works_at_two_schools_has_a_post_at_each_and_stays_when_one_ends(school: School) -> None:
    at_b = cell(school="B", rollen="directie")
    take_over(school, MELDER, ANNA, at_b, BAS)
    assert [(one.school, one.roles) for one in posts(school, "anna").posts] == [("A", set()), ("B", {"directie"})]
    with school.ctx.store.read() as tx:
        assert [audiences.staff_count(tx, one, "school") for one in "AB"] == [3, 1]
        assert people.schools(tx) == ["A", "B"]
    found = take_over(school, MELDER, at_b, BAS)
    assert counts(found) == (0, 1, 0, 2)
    assert edits(found) == [("Anna", "A", "school", "A", ""), ("Anna", "A", "functie", "Docent", "")]
    assert contact(school, "anna").active
    assert [one.school for one in posts(school, "anna").posts] == ["B"]


def test_who_was_only_known_from_slack_becomes_staff_by_standing_in_the_file(school: School) -> None:
    with school.ctx.store.write() as tx:
        people.add(tx, "p7", "Anna@School.example", "anna?", member="U7", listed=False)
    assert [one.id for one in take_over(school, ANNA).added] == ["p7"]
    found = contact(school, "anna")
    assert (found.id, found.member, found.listed, found.name) == ("p7", "U7", True, "Anna")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+31", "-x", "Zoë 😀", "\N{HEBREW LETTER ALEF}\u202e", "O'Brien"])
def test_names_are_kept_as_they_are_written_whatever_a_spreadsheet_would_make_of_them(
    school: School, name: str
) -> None:
    take_over(school, cell(naam=name, functie=name, school=name))
    assert contact(school, "anna").name == name
    assert (posts(school, "anna").posts[0].school, posts(school, "anna").posts[0].functie) == (name, name)


def test_what_was_taken_over_is_on_record_with_its_counts(school: School) -> None:
    take_over(school, ANNA, BAS)
    with school.ctx.store.read() as tx:
        query = "select data from entries where type = 'personeel_ingelezen'"
        data = str(tx.exec_driver_sql(query).scalar())
    for word in ("regels", "nieuw", "gewijzigd", "weg"):
        assert word in data


def test_ten_thousand_people_are_taken_over_in_seconds(school: School) -> None:
    lines = [person(f"p{number}", leidinggevende="p0@school.example") for number in range(1, 10_000)]
    staff = read(person("p0", rollen="directie"), *lines)
    members = (Member(id=f"U{n}", email=f"p{n}@school.example", name="x") for n in range(10_000))
    roll = Roll(members=tuple(members))
    begun = time.monotonic()
    assert counts(import_staff(school.ctx, staff, "test", roll=roll)) == (10_000, 0, 1, 0)
    assert counts(import_staff(school.ctx, staff, "test", roll=roll)) == (0, 0, 0, 10_000)
    assert time.monotonic() - begun < 20
    assert len([one for one in listed(school).people if one.in_chat]) == 10_000


# ------------------------------------------------------------------------------------------------ whose tasks move


@pytest.mark.parametrize(
    "line, moved",
    [
        (cell(), 0),
        (cell(naam="Anne", functie="Mentor"), 0),
        (cell(rollen="directie"), 1),
        (cell(leidinggevende="bas@school.example"), 1),
        (cell(vervanger="bas@school.example"), 1),
        (cell(afwezig_van="2026-11-24"), 1),
        (cell(werkdagen="ma"), 1),
        (cell(school="B"), 1),
        ("", 1),
    ],
)
def test_tasks_are_looked_at_again_when_somebody_else_may_have_to_do_them(
    school: School, line: str, moved: int
) -> None:
    take_over(school, MELDER, ANNA, BAS)
    school.case_with_file()
    routes(school)
    found = take_over(school, MELDER, line, BAS)
    assert routes(school) == moved
    assert bool(found.affected) == bool(moved)


def test_a_change_at_another_school_leaves_the_tasks_here_alone_unless_it_is_of_the_whole_bestuur(
    school: School,
) -> None:
    at_b = person("cor", school="B")
    take_over(school, MELDER, at_b)
    school.case_with_file()
    routes(school)
    found = take_over(school, MELDER, person("cor", school="B", rollen="directie"))
    assert (found.affected, found.schools, routes(school)) == ({contact(school, "cor").id}, {"B"}, 0)
    take_over(school, MELDER, person("cor", school="B", rollen="toezicht"))
    assert routes(school) == 1


def test_who_leaves_another_school_gives_up_the_tasks_that_they_have_here(school: School) -> None:
    take_over(school, MELDER, person("cor", school="B"))
    school.case_with_file()
    with school.ctx.store.write() as tx:
        tx.exec_driver_sql(
            "insert into assignments (case_id, task, number, person) "  # noqa: S608
            f"values ('c1', 'strategie', 1, '{contact(school, 'cor').id}')"
        )
    routes(school)
    take_over(school, MELDER)
    assert routes(school) == 1


def test_who_reported_before_standing_in_the_file_gets_a_leader_for_that_report(school: School) -> None:
    school.case_with_file()
    with school.ctx.store.write() as tx:
        tx.exec_driver_sql("update people set listed = false where id = 'melder'")
    routes(school)
    bas = person("bas", school="B")
    take_over(school, MELDER.replace(",A,,", ",B,,bas@school.example"), bas)
    assert routes(school) == 1


# ------------------------------------------------------------------------------------------------ who is in Slack


def test_an_import_ties_people_to_slack_and_knows_who_is_not_in_it(school: School) -> None:
    roll = Roll(members=(Member(id="U5", email="Anna@school.example", name="A."),))
    take_over(school, ANNA, BAS, roll=roll)
    found = {one.name: (one.member, one.in_chat) for one in listed(school).people if one.works}
    assert found == {"Anna": ("U5", True), "Bas": (None, False)}
