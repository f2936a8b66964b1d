"""The page of rights, cell by cell: everybody presses every button with a value made by hand, over signed requests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from models import cases, contents, people
from models.contents import Writing
from tests.conftest import fresh_sqlite
from tests.play import Hands, World, words
from tests.rights_cases import (
    ALL,
    ELSEWHERE,
    GONE,
    LEADER,
    MELDER,
    NO,
    OTHER_SCHOOL,
    OWN,
    RELATIONS,
    SCHOOL,
    SELF_POSTER,
    SORTS,
    STAFF,
    VERBS,
    YES,
    Sort,
    arranged,
)
from tests.rights_page import PAGE, row, with_tables
from texts import say
from workflows.cards.elements import Button, Buttons, Card
from workflows.engine.case import Case
from workflows.engine.policy import Verb
from workflows.protocol_files import read
from workflows.usecases.context import pin
from workflows.usecases.members import sync
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import COLUMNS, read_staff

SECRET = "KANARIE-recht"
ACTIONS: Mapping[Verb, str] = {
    "read": "case.view",
    "act": "task.outcome",
    "add": "case.add",
    "ask": "case.ask",
    "correct": "case.correct",
    "assign": "case.hand_over",
    "withdraw": "case.withdraw",
    "merge": "case.merge",
    "reopen": "case.reopen",
    "export": "case.timeline",
    "dossier": "case.dossier",
    "hold": "case.hold",
    "restrict": "case.restrict",
}
LET_IN: Mapping[Verb, str] = {"assign": "error.not_to_hand_over", "merge": "error.case_ended"}
NUMBERS = count(1)


class School:
    """A school in which everybody has the place that the page gives them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ctx = world.installation.context
        import_staff(self.ctx, read_staff(_staff().encode()), "test")
        sync(self.ctx, world.installation.messenger)
        with self.ctx.store.read() as tx:
            known = {one.email.partition("@")[0]: one for one in people.everyone(tx)}
        self.ids = {name: known[name].id for name in STAFF}
        self.members = {name: known[name].member or "" for name in STAFF}

    def case(self, sort: Sort, group: str, **more: object) -> Case:
        """Make a case of this sort, with words of the leidinggevende in it."""
        number = next(NUMBERS)
        with self.ctx.store.write() as tx:
            new = Case(
                id=f"zaak{number:028}",
                number=f"2026-9{number:03}",
                kind=sort.kind,
                protocol=pin(self.ctx, tx),
                school=SCHOOL,
                melder=self.ids[SELF_POSTER if group == "zelf" else MELDER],
                owner=self.ctx.protocol.kinds[sort.kind].owner,
                created_at=self.ctx.now(),
            )
            case = replace(arranged(sort, group, new, self.ids, self.ctx.now()), **more)  # type: ignore[arg-type]
            cases.add(tx, case)
            said = Writing(
                id=self.ctx.new_id(), key="aanvulling", author=self.ids["ruud"], at=self.ctx.now(), text=SECRET
            )
            contents.put(tx, self.ctx.keyring, case.id, [said])
        return case

    def values(self, who: str, case: Case, twin: Case) -> dict[Verb, str]:
        """Return what the button of each verb carries; merging goes as far as that the other report has ended."""
        mine = [one for one in case.open_rounds() if one.holds(self.ids[who])] or list(case.rounds)
        task = f"{case.id}|{mine[0].task}|{mine[0].number}|niet_mogelijk"
        plain = dict.fromkeys(VERBS, case.id)
        return {**plain, "act": task, "merge": f"{case.id}|{twin.id}"}

    def buttons(self, who: str, case: Case, twin: Case) -> tuple[Hands, dict[str, Any]]:
        """Send somebody every button there is, each with a value made by hand; returns the message."""
        values = self.values(who, case, twin)
        items = tuple(Button(text=verb, action=ACTIONS[verb], value=value) for verb, value in values.items())
        card = Card(text="Alle knoppen", elements=(Buttons(items=items),))
        place = self.world.installation.messenger.send(self.members[who], card, f"{case.id}:{who}")
        hands = self.world.who(self.members[who])
        return hands, {**hands.messages[-1], "channel": place.channel}


def _staff() -> str:
    lines = [",".join(COLUMNS)]
    for name, role in STAFF.items():
        school = OTHER_SCHOOL if name == ELSEWHERE else SCHOOL
        leader = "" if name == LEADER else f"{LEADER}@regenboog.example"
        values = {"email": f"{name}@regenboog.example", "naam": name.title(), "functie": "Medewerker"}
        values |= {"school": school, "rollen": role, "leidinggevende": leader}
        if name != GONE:
            lines.append(",".join(values.get(column, "") for column in COLUMNS))
    return "\n".join(lines)


@pytest.fixture(scope="module")
def school(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("rechten")
    world = World(folder, fresh_sqlite(folder, migrated_file), source=read(request.param))
    yield School(world)
    world.close()


def answers(hands: Hands, message: dict[str, Any]) -> list[str]:
    """Press every button, and return what the page calls what came of each."""
    found = []
    before = seen(hands)
    for verb in VERBS:
        hands.click(verb, message=message)
        after = seen(hands)
        found.append(called(verb, before, after))
        before = after
    return found


def seen(hands: Hands) -> tuple[str, str, list[str]]:
    """Return the modal on top, the words in it, and what the app said to this person alone."""
    look = hands.world.look(hands.user)
    top = look["modals"][-1] if look["modals"] else {"id": ""}
    said = [one["text"] for channel in look["channels"] for one in channel["messages"] if one["ephemeral"]]
    return top["id"], words(top), said


def called(verb: Verb, before: tuple[str, str, list[str]], after: tuple[str, str, list[str]]) -> str:
    if after[0] != before[0]:
        return (ALL if SECRET in after[1] else OWN) if verb == "read" else YES
    said = after[2][len(before[2]) :]
    assert said, f"nothing was answered to {verb}"
    return YES if verb in LET_IN and any(say(LET_IN[verb]) in one for one in said) else NO


def pressed(school: School, sort: Sort) -> dict[str, list[str]]:
    """Return every row of one table, as it came out of pressing."""
    made = {
        group: (school.case(sort, group), school.case(sort, group, state="closed"))
        for group in dict.fromkeys(one.group for one in RELATIONS)
    }
    return {one.label: answers(*school.buttons(one.who, *made[one.group])) for one in RELATIONS}


@pytest.mark.parametrize("school", ["scala", "lentiz"], indirect=True)
def test_everybody_can_do_what_the_page_says_and_nothing_else(school: School) -> None:
    for sort in SORTS:
        if sort.protocol == school.ctx.protocol.protocol:
            told = {one.label: row(sort, one) for one in RELATIONS}
            assert pressed(school, sort) == told, sort.title


def test_the_page_holds_what_the_policy_answers() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_tables(page) == page, "run python -m tests.rights_page"
