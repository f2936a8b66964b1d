"""Publication: rounds of asking, changing and judging, and what an approval is worth."""

from datetime import UTC, datetime

import pytest

from tests.workflows.engine.cast import Play
from workflows.engine.actions import Finish
from workflows.engine.decide import CLOCK
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError


def asking(**facts: str) -> Play:
    return Play("publicatie", plek="eigen_account", hoedanigheid="persoonlijk", **facts)


def rounds(play: Play, task: str) -> list[str | None]:
    return [found.outcome if found.state == "done" else found.state for found in play.case.rounds_of(task)]


@pytest.mark.rule("SCA-B6")
def test_a_question_goes_to_the_leidinggevende_and_what_was_handed_in_is_the_first_round() -> None:
    play = asking()
    assert play.open() == {"beoordelen"}
    assert play.asked_of("beoordelen") == {"leidinggevende"}
    assert rounds(play, "indienen") == ["ingediend"]


def test_each_change_of_the_text_is_judged_in_a_round_of_its_own() -> None:
    play = asking()
    for number in (1, 2, 3):
        play.finish("beoordelen", "aanpassen")
        assert play.open() == {"indienen"}
        assert play.asked_of("indienen") == {"melder"}
        play.finish("indienen", "ingediend", tekst=f"text-{number + 1}")
        assert play.open() == {"beoordelen"}
    assert rounds(play, "beoordelen") == ["aanpassen", "aanpassen", "aanpassen", "open"]


def test_who_gives_up_after_a_change_was_asked_leaves_nothing_open() -> None:
    play = asking()
    play.finish("beoordelen", "aanpassen")
    play.finish("indienen", "afgezien")
    play.close()


def test_a_talk_first_brings_the_judging_back_with_the_one_who_asked_for_it() -> None:
    play = asking()
    for number in (2, 3):
        play.finish("beoordelen", "overleg")
        assert play.open() == {"overleg"}
        assert play.asked_of("overleg") == {"leidinggevende"}
        play.finish("overleg", "besproken")
        assert play.open() == {"beoordelen"}
        assert play.round("beoordelen").number == number


@pytest.mark.parametrize("approval", ["akkoord", "akkoord_mits"])
def test_an_approval_keeps_the_case_open_until_the_melder_says_it_was_placed(approval: str) -> None:
    play = asking()
    play.finish("beoordelen", approval)
    assert play.open() == {"plaatsing", "akkoord_intrekken"}
    play.finish("plaatsing", "geplaatst")
    assert play.open() == {"afsluiten"}
    play.close()


def test_an_approval_of_an_older_text_never_counts() -> None:
    play = asking()
    play.finish("beoordelen", "overleg")
    play.finish("overleg", "besproken")
    play.finish("beoordelen", "aanpassen")
    with pytest.raises(StaleActionError):
        play.finish("beoordelen", "akkoord", by="leidinggevende")
    play.finish("indienen", "ingediend")
    stale = play.finishing("beoordelen", "akkoord", number=2)
    with pytest.raises(StaleActionError) as refused:
        play.do(stale)
    assert refused.value.params["round"] == "3"
    assert "plaatsing" not in play.open()


def test_an_approval_is_withdrawn_as_long_as_nothing_was_placed() -> None:
    play = asking()
    play.finish("beoordelen", "akkoord")
    assert play.asked_of("akkoord_intrekken") == {"leidinggevende"}
    play.finish("akkoord_intrekken", "ingetrokken")
    assert "plaatsing" not in play.open()
    assert play.round("plaatsing").state == "lapsed"
    with pytest.raises(StaleActionError):
        play.do(play.finishing("plaatsing", "geplaatst", by="melder"))


@pytest.mark.parametrize("end", ["geplaatst", "niet_geplaatst"])
def test_an_approval_is_not_withdrawn_after_the_melder_answered(end: str) -> None:
    play = asking()
    play.finish("beoordelen", "akkoord")
    play.finish("plaatsing", end)
    assert play.round("akkoord_intrekken").state == "lapsed"


def test_the_clock_lets_an_approval_expire_and_nobody_else_can() -> None:
    play = asking()
    play.finish("beoordelen", "akkoord")
    # From Tuesday, 45 working hours of 9 a day: five working days later.
    assert play.round("plaatsing").due_at == datetime(2026, 12, 1, 9, 1, tzinfo=UTC)
    assert play.round("plaatsing").late_at is None
    with pytest.raises(NotAllowedError):
        play.finish("plaatsing", "verlopen", by="melder")
    play.finish("plaatsing", "verlopen", by=CLOCK)
    assert play.open() == {"afsluiten"}


def test_the_clock_does_nothing_but_what_the_protocol_names() -> None:
    play = asking()
    with pytest.raises(NotAllowedError):
        play.finish("beoordelen", "akkoord", by=CLOCK)
    play.finish("beoordelen", "akkoord")
    with pytest.raises(NotAllowedError):
        play.finish("plaatsing", "geplaatst", by=CLOCK)


def test_the_melder_never_judges_their_own_text() -> None:
    play = Play("publicatie", melder="directie")
    assert play.asked_of("beoordelen") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.finish("beoordelen", "akkoord", by="directie")


def test_a_refusal_names_the_rule_and_the_reason() -> None:
    play = asking()
    bare = Finish(actor="leidinggevende", task="beoordelen", number=1, outcome="niet_publiceren")
    with pytest.raises(IncompleteError) as refused:
        play.do(bare)
    assert set(refused.value.fields) == {"artikel", "motivering"}
    play.finish("beoordelen", "niet_publiceren", artikel="SCA-A4")
    play.close()
