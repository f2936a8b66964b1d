"""Clicks that come too late or from the wrong hand, taking a report back, opening a case again, and merging."""

from dataclasses import replace

import pytest

from tests.workflows.engine.cast import Play
from workflows.engine.actions import Action, Correct, Finish, Merge, Plan, Reopen, Withdraw
from workflows.engine.errors import (
    IncompleteError,
    NotAllowedError,
    StaleActionError,
    UnknownActionError,
    WorkflowError,
)

STRANGERS = ("melder", "buitenstaander", "hr", "plaatser", "bestuur", "nobody-at-all")


def refused(play: Play, action: Action, error: type[WorkflowError]) -> WorkflowError:
    before = play.case
    with pytest.raises(error) as raised:
        play.do(action)
    assert play.case is before
    return raised.value


@pytest.mark.parametrize("actor", STRANGERS)
def test_who_is_not_asked_cannot_finish_a_task(actor: str) -> None:
    play = Play(plaatser_persoon="plaatser")
    refused(play, play.finishing("strategie", "naar_directie", by=actor), NotAllowedError)


@pytest.mark.parametrize("actor", STRANGERS[1:])
def test_who_was_never_asked_learns_nothing_from_an_old_button(actor: str) -> None:
    play = Play(plaatser_persoon="plaatser")
    play.finish("strategie", "zelf_oplossen")
    error = refused(play, play.finishing("strategie", "zelf_oplossen", by=actor), NotAllowedError)
    assert error.params == {}


def test_a_second_click_hears_who_was_first_and_when() -> None:
    play = Play()
    moment = play.now
    play.finish("strategie", "zelf_oplossen")
    error = refused(play, play.finishing("strategie", "naar_directie", by="leidinggevende"), StaleActionError)
    assert error.key == "error.already_done"
    assert error.params == {
        "by": "leidinggevende",
        "at": moment.isoformat(),
        "outcome": "zelf_oplossen",
        "task": "strategie",
        "round": "1",
    }


def test_a_click_on_a_lapsed_task_says_that_it_lapsed() -> None:
    play = Play()
    play.to_directie("leerling")
    click = play.finishing("ouders_uitnodigen", "uitgenodigd")
    play.correct(plaatser="ouder")
    assert refused(play, click, StaleActionError).key == "error.lapsed"


def test_a_change_elsewhere_in_the_case_never_refuses_a_click() -> None:
    play = Play()
    play.to_directie("leerling")
    click = play.finishing("ouders_uitnodigen", "uitgenodigd")
    play.finish("niet_reageren", "verstuurd")
    play.correct(dreiging="ja")
    play.do(click)
    assert play.round("ouders_uitnodigen").state == "done"


@pytest.mark.parametrize(
    "task, number, outcome",
    [("verzonnen", 1, "gedaan"), ("strategie", 1, "verzonnen"), ("strategie", 9, "naar_directie")],
)
def test_a_task_outcome_or_round_that_does_not_exist_is_an_edited_payload(task: str, number: int, outcome: str) -> None:
    action = Finish(actor="leidinggevende", task=task, number=number, outcome=outcome, answers={"motivering": "c"})
    refused(Play(), action, UnknownActionError)


def test_the_plaatser_who_held_a_task_cannot_send_the_form_they_still_have_open() -> None:
    play = Play()
    form = play.finishing("strategie", "naar_directie")
    play.correct(by="leidinggevende", plaatser_persoon="leidinggevende")
    refused(play, form, NotAllowedError)
    play.correct(by="directie", plaatser_persoon="")
    play.do(form)


def test_nothing_can_be_done_to_a_case_that_has_ended() -> None:
    play = Play()
    play.finish("strategie", "zelf_oplossen")
    play.close()
    for action in (
        play.finishing("strategie", "naar_directie", by="leidinggevende"),
        Correct(actor="leidinggevende", facts={"spoed": "ja"}),
        Plan(actor="leidinggevende", task="antwoord"),
        Withdraw(actor="melder"),
        Merge(actor="leidinggevende", into="case-2"),
    ):
        assert refused(play, action, StaleActionError).key == "error.case_ended"


def test_a_report_is_taken_back_at_once_while_nobody_has_acted() -> None:
    play = Play()
    decision = play.do(Withdraw(actor="melder", answers={"reden": "content-1"}))
    assert (play.case.state, play.open(), decision.ended) == ("withdrawn", set(), True)
    assert decision.released == {"leidinggevende"}


def test_a_report_that_someone_acted_on_is_taken_back_when_the_handler_agrees() -> None:
    for outcome, state in (("akkoord", "withdrawn"), ("voortzetten", "open")):
        play = Play()
        play.finish("strategie", "naar_directie")
        play.do(Withdraw(actor="melder", answers={"reden": "content-1"}))
        assert play.case.state == "open"
        assert play.asked_of("intrekking") == {"directie"}
        play.finish("intrekking", outcome)
        assert play.case.state == state


def test_only_the_melder_takes_a_report_back() -> None:
    for actor in ("leidinggevende", "directie", "buitenstaander"):
        refused(Play(), Withdraw(actor=actor), NotAllowedError)


def test_a_request_to_take_back_is_made_once_at_a_time() -> None:
    play = Play()
    play.finish("strategie", "naar_directie")
    play.do(Withdraw(actor="melder"))
    refused(play, Withdraw(actor="melder"), StaleActionError)


@pytest.mark.rule("X-4")
def test_a_threat_is_not_taken_back_before_the_police_was_told() -> None:
    play = Play(dreiging="ja")
    play.do(Withdraw(actor="melder"))
    refused(play, play.finishing("intrekking", "akkoord"), NotAllowedError)
    play.finish("politie_dreiging", "gemeld")
    refused(play, play.finishing("intrekking", "akkoord"), NotAllowedError)
    play.finish("slachtoffer_veilig", "veilig")
    play.finish("intrekking", "akkoord")
    assert play.case.state == "withdrawn"


def test_a_closed_case_opens_again_with_a_reason_and_its_history_whole() -> None:
    play = Play()
    play.finish("strategie", "zelf_oplossen")
    play.close()
    before = play.case.rounds
    refused(play, Reopen(actor="leidinggevende", reason=""), IncompleteError)
    play.do(Reopen(actor="leidinggevende", reason="content-1"))
    assert play.case.rounds[: len(before)] == before
    assert (play.case.state, play.case.closed_at) == ("open", None)
    assert play.round("afsluiten").number == 2
    play.close()


def test_a_case_that_was_taken_back_opens_again_where_it_was() -> None:
    play = Play()
    play.do(Withdraw(actor="melder"))
    play.do(Reopen(actor="leidinggevende", reason="content-1"))
    assert play.open() == {"strategie"}
    assert play.round("strategie").number == 2


@pytest.mark.parametrize("actor", ["melder", "buitenstaander", "directie"])
def test_only_a_handler_opens_a_case_again_or_merges_it(actor: str) -> None:
    play = Play()
    refused(play, Merge(actor=actor, into="case-2"), NotAllowedError)
    play.finish("strategie", "zelf_oplossen")
    play.close()
    refused(play, Reopen(actor=actor, reason="r"), NotAllowedError)


def test_an_open_or_merged_case_is_not_opened_again() -> None:
    play = Play()
    refused(play, Reopen(actor="leidinggevende", reason="r"), StaleActionError)
    play.do(Merge(actor="leidinggevende", into="case-2"))
    refused(play, Reopen(actor="leidinggevende", reason="r"), StaleActionError)


def test_a_merged_case_ends_there_and_says_where_it_goes_on() -> None:
    play = Play()
    refused(play, Merge(actor="leidinggevende", into="case-1"), NotAllowedError)
    decision = play.do(Merge(actor="leidinggevende", into="case-2"))
    assert (play.case.state, play.case.merged_into, play.open()) == ("merged", "case-2", set())
    assert decision.ended
    assert decision.entries[0].data == {"met": "case-2"}


def test_every_act_gives_a_new_version_and_leaves_the_old_case_as_it_was() -> None:
    play = Play()
    first = play.case
    copy = replace(first)
    play.finish("strategie", "naar_directie")
    assert first == copy
    assert play.case.version == first.version + 1
