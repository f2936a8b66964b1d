"""Nobody finds a case in a list, an overview or a message who stands outside it; who sees little sees just that."""

from dataclasses import replace

import pytest

from models import people
from tests.access_stage import Stage
from tests.flows.test_ontsporing import hand_to_directie, name_poster, report
from tests.play import CAST, World, words
from texts import say
from workflows.engine.case import Assignee
from workflows.usecases.digest import digest_of

SECRET = "KANARIE-recht"


def everything_listed(world: World, who: str) -> str:
    """Return all that somebody reads without opening a case: home page, help, overview, and every message."""
    hands = world.who(who)
    with world.installation.context.store.read() as tx:
        person = people.by_member(tx, hands.user)
        assert person is not None
        overview = digest_of(world.installation.context, tx, person.id)
    guide = world.installation.desk.guide(hands.user)
    return "\n".join([words(hands.home()), str(overview), str(guide), *(str(one["blocks"]) for one in hands.messages)])


OUTSIDE = ("hr", "leerkracht", "beheerder", "toezicht", "pr", "fg", "plaatser")


def test_no_list_shows_a_case_to_who_stands_outside_it(sqlite_world: World) -> None:
    report(sqlite_world, toelichting=SECRET)
    sqlite_world.advance(days=1)
    for who in (*OUTSIDE, "bestuur"):
        assert "2026-0001" not in everything_listed(sqlite_world, who), who
    assert "2026-0001" in everything_listed(sqlite_world, "leidinggevende")


@pytest.mark.rule("X-1")
def test_no_list_shows_a_confidential_case_to_anybody_but_the_bestuur_and_its_melder(sqlite_world: World) -> None:
    before = words(sqlite_world.who("directie").home())
    report(sqlite_world, zedenvermoeden="ja", toelichting=SECRET)
    with sqlite_world.installation.context.store.read() as tx:
        number = str(tx.exec_driver_sql("select number from cases").scalar())
    sqlite_world.settle()
    for who in (*OUTSIDE, "directie", "leidinggevende"):
        assert number not in everything_listed(sqlite_world, who), who
    assert number in everything_listed(sqlite_world, "bestuur")
    assert words(sqlite_world.who("directie").home()) == before


def test_no_list_shows_a_case_to_whom_it_is_about(sqlite_world: World) -> None:
    report(sqlite_world, toelichting=SECRET)
    hand_to_directie(sqlite_world)
    stage = Stage(sqlite_world)
    with stage.ctx.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
    answers = {"betrokkenen": (CAST["leidinggevende"],), "reden": "Zij staat erin"}
    reply = stage.submit("directie", "correct", {"case": case_id, "draft": "x"}, answers)
    assert not reply.errors, reply
    sqlite_world.settle()
    shown = everything_listed(sqlite_world, "leidinggevende")
    assert "case.view" not in shown
    assert "2026-0001" not in words(sqlite_world.who("leidinggevende").home())


# A restricted case, and the administrator


def test_the_clock_leaves_a_restricted_case_alone_and_goes_on_when_it_is_lifted(sqlite_world: World) -> None:
    report(sqlite_world)
    stage = Stage(sqlite_world)
    with stage.ctx.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
    stage.restrict(case_id)
    heard = len(sqlite_world.who("leidinggevende").messages)
    asked = stage.case(case_id)[1].rounds
    sqlite_world.advance(days=3)
    assert len(sqlite_world.who("leidinggevende").messages) == heard
    assert stage.case(case_id)[1].rounds == asked
    assert "2026-0001" not in words(sqlite_world.who("leidinggevende").home())
    stage.change(case_id, restricted=False)
    sqlite_world.advance(days=2)
    assert len(sqlite_world.who("leidinggevende").messages) > heard


def test_an_administrator_who_is_asked_sees_number_kind_and_task_and_hands_it_over(sqlite_world: World) -> None:
    report(sqlite_world, toelichting=SECRET)
    stage = Stage(sqlite_world)
    with stage.ctx.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
    admin = stage.person("beheerder").id
    found = stage.case(case_id)[1].rounds
    last = Assignee(person=admin, role="beheerder", reason="route.last")
    stage.change(case_id, rounds=tuple(replace(one, assignees=(last,) * (one.state == "open")) for one in found))
    shown = str(stage.press("beheerder", "case.view", case_id).form)
    assert "2026-0001" in shown
    assert "Strategie" in shown
    assert "case.hand_over" in shown
    assert say("case.hand_over_only") in shown
    assert SECRET not in shown
    assert "Sanne" not in shown
    assert "task.outcome" not in shown
    assert stage.press("beheerder", "task.outcome", f"{case_id}|strategie|1|naar_directie").form is None
    where = {"case": case_id, "task": "strategie", "round": "1", "draft": "x"}
    given = {"collega": CAST["leerkracht"], "reden": "Er is niemand anders"}
    assert not stage.submit("beheerder", "hand_over", where, given).errors
    assert stage.press("beheerder", "case.view", case_id).form is None
    assert SECRET in str(stage.press("leerkracht", "case.view", case_id).form)


def test_who_handed_a_case_about_a_colleague_on_reads_only_their_own_words(sqlite_world: World) -> None:
    report(sqlite_world, toelichting=SECRET)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.press("Naar de directie")
    sqlite_world.settle()
    name_poster(sqlite_world, "medewerker")
    shown = leider.open_case()
    assert SECRET not in shown
    assert say("case.own_words") in shown
    assert SECRET in sqlite_world.who("directie").open_case()
