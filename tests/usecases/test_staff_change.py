"""Two staff lists, by value: only the last file counts, whatever came before it."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import roster
from models.roster import Roster, StaffRow
from tests.usecases.files import person, read
from tests.usecases.school import School
from workflows.usecases.staff import foresee, import_staff
from workflows.usecases.staff_change import compare

Chosen = dict[tuple[str, str], tuple[str, str, str]]
NAMES = ("anna", "bas", "cor", "dirk")
LINES = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from("AB")),
    st.tuples(
        st.sampled_from(["", "directie", "pr;bestuur"]),
        st.sampled_from(["", *NAMES]),
        st.sampled_from(["", "ma;di"]),
    ),
    min_size=1,
)


def written(chosen: Chosen) -> list[str]:
    known = {name for name, _ in chosen}
    return [
        person(
            name,
            school=at,
            rollen=roles,
            leidinggevende=f"{leader}@school.example" if leader in known - {name} else "",
            werkdagen=days,
        )
        for (name, at), (roles, leader, days) in chosen.items()
    ]


def by_address(after: Roster) -> set[tuple[str, StaffRow]]:
    emails = {one.id: one.email for one in after.people}
    return {
        (emails[row.person], replace(row, person="", leidinggevende=emails.get(row.leidinggevende or "")))
        for row in after.rows
    }


@given(first=LINES, second=LINES)
def test_only_the_last_file_counts_and_the_same_again_changes_nothing(first: Chosen, second: Chosen) -> None:
    a, b = read(*written(first)), read(*written(second))
    once = foresee(Roster(), a, fresh())
    after = foresee(once, b, fresh("b"))
    assert by_address(after) == by_address(foresee(Roster(), b, fresh()))
    again = compare(after, foresee(after, b, fresh("c")))
    assert (again.added, again.changed, again.gone, again.affected) == ((), (), (), frozenset())
    found = compare(once, after)
    assert found.unchanged + found.edited + len(found.gone) == len(once.people)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=LINES, second=LINES)
def test_what_is_stored_is_what_the_last_file_says_whatever_was_there(
    school: School, first: Chosen, second: Chosen
) -> None:
    """Every example finds what the one before it left."""
    stored_is_what_the_last_file_says(school, first, second)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=LINES, second=LINES)
def test_what_is_stored_on_postgresql_is_what_the_last_file_says_as_well(
    school: School, first: Chosen, second: Chosen
) -> None:
    stored_is_what_the_last_file_says(school, first, second)


def stored_is_what_the_last_file_says(school: School, first: Chosen, second: Chosen) -> None:
    for chosen in (first, second):
        import_staff(school.ctx, read(*written(chosen)), "test")
    with school.ctx.store.read() as tx:
        stored = roster.load(tx)
    working = tuple(one for one in stored.people if one.works)
    alone = foresee(Roster(), read(*written(second)), fresh())
    assert by_address(replace(stored, people=working)) == by_address(alone)
    assert {one.email for one in working} == {one.email for one in alone.people}
    again = import_staff(school.ctx, read(*written(second)), "test")
    assert (again.added, again.changed, again.gone) == ((), (), ())


def fresh(prefix: str = "a") -> Callable[[], str]:
    numbers = count()
    return lambda: f"{prefix}{next(numbers)}"
