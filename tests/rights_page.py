"""Writes the tables in ``docs/rechten.md`` anew: what the policy answers, for everybody and in every sort of case.

``python -m tests.rights_page`` (or ``make pages``). The words around the tables are written by hand and stay.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from tests.rights_cases import (
    ELSEWHERE,
    GONE,
    LEADER,
    MELDER,
    OTHER_SCHOOL,
    RELATIONS,
    SCHOOL,
    SELF_POSTER,
    SORTS,
    STAFF,
    VERBS,
    Relation,
    Sort,
    arranged,
    cell,
)
from tests.workflows.engine.cast import protocol_of
from workflows.engine.case import Case
from workflows.engine.person import Circle, Person, Post

PAGE = Path(__file__).parent.parent / "docs" / "rechten.md"
START, END = "<!-- begin van de tabellen -->", "<!-- einde van de tabellen -->"
_NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def main() -> None:
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def with_tables(page: str) -> str:
    """Return the page with its tables as the policy answers now."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    tables = "\n".join(line for sort in SORTS for line in _table(sort))
    return f"{before}{START}\n\n{tables}\n{END}{after}"


def _table(sort: Sort) -> Iterator[str]:
    yield f"### {sort.title}\n"
    yield "| | " + " | ".join(VERBS.values()) + " |"
    yield "|---|" + "---|" * len(VERBS)
    for one in RELATIONS:
        yield f"| {one.label} | " + " | ".join(row(sort, one)) + " |"
    yield ""


def row(sort: Sort, relation: Relation) -> list[str]:
    """Return the cells of one row."""
    protocol = protocol_of(sort.protocol)
    ids = {name: name for name in STAFF}
    case = arranged(sort, relation.group, _new(sort, relation.group), ids, _NOW)
    return [cell(relation.who, verb, protocol, case, circle()) for verb in VERBS]


def _new(sort: Sort, group: str) -> Case:
    melder = SELF_POSTER if group == "zelf" else MELDER
    owner = protocol_of(sort.protocol).kinds[sort.kind].owner
    return Case(
        id=group,
        number="2026-0001",
        kind=sort.kind,
        protocol="",
        school=SCHOOL,
        melder=melder,
        owner=owner,
        created_at=_NOW,
    )


def circle() -> Circle:
    """Return the people of the school."""
    return Circle(people={name: _person(name, role) for name, role in STAFF.items()}, today=date(2026, 11, 24))


def _person(name: str, role: str) -> Person:
    school = OTHER_SCHOOL if name == ELSEWHERE else SCHOOL
    post = Post(school=school, roles=frozenset(filter(None, [role])), leidinggevende=LEADER)
    return Person(id=name, name=name.title(), active=name != GONE, posts=(post,))


if __name__ == "__main__":
    main()
