"""The edges of who reads and does what: reports that went on elsewhere, reading that leaves a line, cases that rest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from models import contents, entries
from tests.access_stage import Stage, cards_to
from tests.flows.mededeling import HELD_UP, receivers, send
from tests.flows.mededeling import stop as stop_from_the_case
from tests.play import CAST, World
from texts import say
from workflows.engine.case import Assignee, Round
from workflows.engine.conditions import is_fast
from workflows.engine.policy import Grant
from workflows.usecases.keep_announce import announce
from workflows.usecases.rights import give
from workflows.usecases.rights_gather import About

MANY = 25
REMINDED = "Herinnering: mededeling van de directie"


def trail(stage: Stage, case_id: str, type_: str) -> list[str]:
    """Return who left such a line in the trail of a case."""
    with stage.ctx.store.read() as tx:
        return [one.actor for one in entries.of_type(tx, case_id, type_)]


def only_case(stage: Stage) -> str:
    with stage.ctx.store.read() as tx:
        return str(tx.exec_driver_sql("select id from cases").scalar())


# Reports that went on in another


@pytest.fixture
def stage(tmp_path: Path, sqlite_url: str) -> Iterator[Stage]:
    """A school of which cases are changed behind the trail's back, so that nobody checks the trail at the end."""
    played = World(tmp_path, sqlite_url)
    yield Stage(played)
    played.close()


def test_however_many_reports_went_on_in_a_case_all_become_the_bestuurs_alone_with_it(stage: Stage) -> None:
    into, others = stage.report(), [stage.report() for _ in range(MANY)]
    files = [stage.file(one) for one in others]
    for one in others:
        stage.change(one, state="merged", merged_into=into)
    answers = {"zedenvermoeden": "ja", "reden": "Het blijkt ernstiger"}
    reply = stage.submit("leidinggevende", "correct", {"case": into, "draft": "x"}, answers)
    assert not reply.errors, reply
    assert [one for one in others if not is_fast(stage.case(one)[1])] == []
    with stage.ctx.store.read() as tx:
        kept = [one for one in files if (found := contents.file(tx, one)) is not None and found.state == "kept"]
    assert kept == []


def test_of_many_reports_that_went_on_in_a_case_it_shows_as_many_as_fit(stage: Stage) -> None:
    into, others = stage.report(), [stage.report() for _ in range(MANY)]
    for one in others:
        stage.change(one, state="merged", merged_into=into)
    shown = str(stage.press("leidinggevende", "case.view", into).form)
    numbers = [stage.case(one)[1].number for one in others]
    assert sum(say("case.merged_here", number=one) in shown for one in numbers) == 20


def test_nothing_is_added_to_a_case_that_rests_through_a_report_that_went_on_in_it(stage: Stage) -> None:
    last, between, first = stage.report("plaatser"), stage.report("leerkracht"), stage.report()
    stage.change(first, state="merged", merged_into=between)
    stage.change(between, state="merged", merged_into=last)
    words = {"aanvulling": "KANARIE-erbij"}
    assert not stage.submit("melder", "add", {"case": first, "draft": "x"}, words).errors
    stage.restrict(last)
    reply = stage.submit("melder", "add", {"case": first, "draft": "y"}, words)
    assert say("error.restricted") in str(reply)
    with stage.ctx.store.read() as tx:
        grant = Grant(case_id=last, person="x")
        assert [one.text for one in contents.of_case(tx, stage.ctx.keyring, grant)].count("KANARIE-erbij") == 1


# Reading is on record


def test_who_reads_words_of_others_in_their_own_report_is_on_record(stage: Stage) -> None:
    for melder, reads in (("melder", 0), ("directie", 1)):  # directie is told of each report, her own as well
        case_id = stage.report(melder)
        before = trail(stage, case_id, "gelezen")
        assert stage.press(melder, "case.view", case_id).form is not None
        assert trail(stage, case_id, "gelezen") == [*before, *[stage.person(melder).id] * reads]


def test_looking_for_names_in_a_notice_reads_what_was_typed_and_is_on_record_once(stage: Stage) -> None:
    case_id = stage.report()
    stage.finish("leidinggevende", case_id, "strategie", "naar_directie")
    before = trail(stage, case_id, "gelezen")
    where = {"case": case_id, "task": "niet_reageren", "round": "1"}
    words = {"mededeling": "Reageer niet.", "via": "direct", "bereik": "school"}
    for _ in range(2):
        desk = stage.world.installation.desk
        reply = desk.submit(CAST["directie"], "notice", context=where, answers=words, key="twice")
        assert reply.form is not None, reply
    assert trail(stage, case_id, "gelezen") == [*before, stage.person("directie").id]


def test_the_draft_of_a_dossier_shows_all_that_was_said_and_is_on_record(stage: Stage) -> None:
    case_id = stage.report()
    stage.finish("leidinggevende", case_id, "strategie", "naar_directie")
    protocol, case, _ = stage.case(case_id)
    task = next(key for key, one in protocol.kinds[case.kind].tasks.items() if one.does == "dossier_leerling")
    asked = Assignee(person=stage.person("directie").id, role="directie")
    open_round = Round(task=task, number=1, opened_at=stage.ctx.now(), assignees=(asked,))
    stage.change(case_id, rounds=(*case.rounds, open_round))
    before = trail(stage, case_id, "gelezen")
    outcome = next(iter(protocol.task(case.kind, task).outcomes))
    form = stage.press("directie", "task.outcome", f"{case_id}|{task}|1|{outcome}").form
    assert "Ruzie in de app" in str(form)
    assert trail(stage, case_id, "gelezen") == [*before, asked.person]


def test_a_directie_that_was_passed_over_hears_nothing_of_the_end_of_a_case(stage: Stage) -> None:
    past, plain = stage.report(melden_aan="bestuur"), stage.report()
    for case_id in (past, plain):
        stage.almost_over(case_id)
        with stage.write() as tx:
            announce(stage.ctx, tx, case_id)
    directie = stage.person("directie").id
    with stage.ctx.store.read() as tx:
        assert cards_to(tx, directie, f"bewaren:{plain}")
        assert cards_to(tx, directie, f"bewaren:{past}") == ""
        assert cards_to(tx, stage.person("bestuur").id, f"bewaren:{past}")
    for action in ("case.hold", "case.restrict"):
        assert stage.press("directie", action, past).form is None
        assert stage.press("directie", action, plain).form is not None


def test_what_is_held_on_somebody_is_all_of_one_moment(world: World) -> None:
    stage = Stage(world)
    stage.report(toelichting="Gesprek met Kevin Zwartkruis")
    looked = count()

    def now() -> datetime:
        if next(looked) == 1:  # the report is being gathered: another case comes in meanwhile
            stage.report("plaatser", toelichting="Kevin Zwartkruis deed het weer")
        return stage.ctx.now()

    about = About(name="Joris Smit", person=stage.person("plaatser").id)
    report = give(replace(stage.ctx, now=now), stage.person("fg"), about, "Brief 12")
    assert next(looked) > 2
    assert report.count("zaken") == 0


# A notice of a case that rests


def test_a_reminder_waits_while_the_case_rests_and_goes_when_it_goes_on(stage: Stage) -> None:
    directie = send(stage.world)
    directie.click("Wie las het?")
    directie.press("Herinnering plannen")
    assert directie.fill(moment="2026-11-24T13:00:00+00:00")["ok"]
    case_id = only_case(stage)
    stage.restrict(case_id)
    stage.world.advance(hours=6)
    assert not receivers(stage.world, REMINDED)
    stage.change(case_id, restricted=False)
    stage.world.advance(days=1)
    assert receivers(stage.world, REMINDED)


def test_a_head_still_stops_what_goes_out_while_the_case_rests_and_does_no_more(stage: Stage) -> None:
    send(stage.world, via="direct", held_up=HELD_UP["direct"])
    case_id = only_case(stage)
    stage.restrict(case_id)
    with stage.ctx.store.read() as tx:
        notice = str(tx.exec_driver_sql("select id from notices where state = 'running'").scalar())
    for action in ("notice.remind", "notice.resume"):
        reply = stage.press("directie", action, notice)
        assert (reply.form, reply.whisper) == (None, say("error.restricted")), action
    assert stage.press("leidinggevende", "notice.status", notice).form is None
    directie = stop_from_the_case(stage.world)
    assert trail(stage, case_id, "mededeling_gestopt") == [stage.person("directie").id]
    assert [one for one in directie.buttons() if one in ("Doorgaan", "Herinnering plannen", "Tekst verbeteren")] == []
