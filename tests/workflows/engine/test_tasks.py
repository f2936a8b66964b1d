"""Which tasks stand open: when and unless, corrections, refusals, questions in between, and closing."""

import pytest

from tests.workflows.engine.cast import NOW, Play, changed, school
from workflows.engine.actions import Correct, Finish, Plan
from workflows.engine.errors import IncompleteError, NotAllowedError, UnknownActionError

LEERLING = {"leerkracht_aanwijzen", "ouders_uitnodigen"}
MEDEWERKER = {"gesprek_medewerker", "kwalificatie"}
OUDER = {"gesprek_volwassene"}
BRANCHES = LEERLING | MEDEWERKER | OUDER | {"plaatser_zoeken"}


def branch(play: Play) -> set[str]:
    return play.open() & BRANCHES


def test_a_report_asks_the_leidinggevende_and_tells_the_directie() -> None:
    play = Play()
    assert play.open() == {"strategie"}
    assert play.last.asked == {"leidinggevende": (("strategie", 1),)}
    assert play.last.informed == {"directie"}


def test_an_unmet_condition_keeps_a_task_shut_and_meeting_it_opens_the_task() -> None:
    play = Play()
    assert "niet_reageren" not in play.open()
    play.finish("strategie", "naar_directie")
    assert {"niet_reageren", "plaatser_benoemen", "strafbaar_beoordelen"} == play.open()
    assert "opheffen" not in play.open()
    play.finish("niet_reageren", "verstuurd")
    assert "opheffen" in play.open()


@pytest.mark.rule("SCA-F2e")
def test_each_correction_of_the_poster_opens_its_own_branch_and_lapses_the_other() -> None:
    play = Play()
    play.to_directie("onbekend")
    assert branch(play) == {"plaatser_zoeken"}
    for poster, tasks in (("leerling", LEERLING), ("medewerker", MEDEWERKER), ("ouder", OUDER)):
        play.correct(plaatser=poster)
        assert branch(play) == tasks
    assert {play.round(task).state for task in LEERLING | MEDEWERKER | {"plaatser_zoeken"}} == {"lapsed"}


def test_going_back_to_an_earlier_poster_opens_the_lapsed_tasks_in_a_new_round() -> None:
    play = Play()
    play.to_directie("leerling")
    play.correct(plaatser="ouder")
    play.correct(plaatser="leerling")
    assert branch(play) == LEERLING
    assert [found.state for found in play.case.rounds_of("ouders_uitnodigen")] == ["lapsed", "open"]


def test_a_poster_who_turns_out_unknown_after_all_is_looked_for_again() -> None:
    play = Play()
    play.to_directie("onbekend")
    play.finish("plaatser_zoeken", "gevonden", plaatser="leerling")
    assert branch(play) == LEERLING
    play.correct(plaatser="onbekend")
    assert branch(play) == {"plaatser_zoeken"}
    assert play.round("plaatser_zoeken").number == 2


def test_what_was_finished_stays_in_the_history_and_what_followed_from_it_lapses() -> None:
    play = Play()
    play.to_directie("medewerker", "plaatser")
    play.finish("gesprek_medewerker", "inadequaat")
    play.finish("overleg_bestuur", "besproken", by="directie")
    assert {"statement_medewerker", "maatregel_inadequaat"} <= play.open()
    play.correct(plaatser="ouder")
    assert branch(play) == OUDER
    assert not {"statement_medewerker", "maatregel_inadequaat", "dossier_medewerker_directie"} & play.open()
    assert (play.round("gesprek_medewerker").state, play.round("gesprek_medewerker").outcome) == ("done", "inadequaat")
    assert play.round("overleg_bestuur").state == "done"


def test_a_correction_that_is_undone_brings_back_what_had_followed() -> None:
    play = Play()
    play.to_directie("medewerker", "plaatser")
    play.finish("gesprek_medewerker", "adequaat")
    play.correct(plaatser="ouder")
    assert "dossier_medewerker" not in play.open()
    play.correct(plaatser="medewerker")
    assert "dossier_medewerker" in play.open()
    assert "gesprek_medewerker" not in play.open()


def test_a_correction_of_what_was_said_needs_a_reason_and_a_first_answer_does_not() -> None:
    play = Play()
    play.to_directie("leerling")
    with pytest.raises(IncompleteError) as refused:
        play.correct(plaatser="ouder", reason="")
    assert refused.value.fields == {"reden": "field.required"}
    play.correct(dreiging="ja", reason="")
    assert "politie_dreiging" in play.open()


@pytest.mark.parametrize(
    "facts", [{"plaatser": "marsman"}, {"verzonnen": "ja"}, {"aard": ("pesten", "verzonnen")}], ids=str
)
def test_a_fact_or_value_that_the_protocol_does_not_know_is_refused(facts: dict[str, str]) -> None:
    play = Play()
    play.to_directie()
    with pytest.raises(UnknownActionError):
        play.do(Correct(actor="directie", facts=facts, reason="r"))


def test_a_fact_is_only_set_by_who_the_protocol_names() -> None:
    play = Play(spoed="nee")
    play.to_directie()
    with pytest.raises(NotAllowedError):
        play.correct(by="directie", melden_aan="bestuur")
    with pytest.raises(NotAllowedError):
        play.correct(by="bestuur", zedenvermoeden="ja")


def test_an_outcome_takes_no_facts_that_it_did_not_ask() -> None:
    play = Play()
    sly = Finish(actor="leidinggevende", task="strategie", number=1, outcome="naar_directie", facts={"spoed": "ja"})
    with pytest.raises(UnknownActionError):
        play.do(sly)


@pytest.mark.parametrize("task", ["strategie", "niet_reageren", "plaatser_benoemen", "strafbaar_beoordelen"])
def test_every_must_can_be_recorded_as_not_possible_with_a_motivation(task: str) -> None:
    play = Play()
    if task != "strategie":
        play.finish("strategie", "naar_directie")
    bare = Finish(actor=next(iter(play.asked_of(task))), task=task, number=1, outcome="niet_mogelijk")
    with pytest.raises(IncompleteError) as refused:
        play.do(bare)
    assert refused.value.fields == {"motivering": "field.required"}
    play.finish(task, "niet_mogelijk")
    assert play.round(task).outcome == "niet_mogelijk"
    assert play.round(task).answers == {"motivering": "content-1"}


def test_parents_who_never_come_do_not_keep_a_case_open() -> None:
    play = Play()
    play.to_directie("leerling")
    play.finish("ouders_uitnodigen", "niet_mogelijk")
    assert "gesprek_ouders" not in play.open()


def test_a_may_is_declined_with_a_reason_and_an_advice_is_skipped_without() -> None:
    play = Play()
    play.to_directie("ouder")
    play.finish("gesprek_volwassene", "adequaat")
    assert {"maatregel_ouder", "klacht_wijzen"} <= play.open()
    with pytest.raises(IncompleteError):
        play.do(Finish(actor="directie", task="maatregel_ouder", number=1, outcome="niet"))
    play.finish("maatregel_ouder", "niet")
    play.do(Finish(actor="directie", task="klacht_wijzen", number=1, outcome="overslaan"))
    assert play.round("klacht_wijzen").outcome == "overslaan"


def test_a_may_or_advice_never_blocks_and_lapses_when_the_case_closes() -> None:
    play = Play()
    play.to_directie("andere_volwassene")
    play.lift()
    play.finish("gesprek_volwassene", "adequaat")
    assert play.open() == {"klacht_wijzen", "afsluiten"}
    play.close()
    assert play.round("klacht_wijzen").state == "lapsed"


def test_closing_is_offered_when_no_must_is_open_and_taken_back_when_one_opens() -> None:
    play = Play()
    assert "afsluiten" not in play.open()
    play.finish("strategie", "zelf_oplossen")
    assert play.open() == {"afsluiten"}
    play.correct(by="leidinggevende", dreiging="ja")
    assert "afsluiten" not in play.open()
    assert play.round("afsluiten").state == "lapsed"
    play.finish("politie_dreiging", "gemeld")
    play.finish("slachtoffer_veilig", "veilig")
    assert play.asked_of("afsluiten") == {"leidinggevende"}
    play.close()


@pytest.mark.rule("X-4")
def test_a_threat_that_is_not_reported_is_confirmed_by_the_bestuur_every_time() -> None:
    play = Play(dreiging="ja")
    assert play.asked_of("politie_dreiging") == {"directie"}
    for number in (1, 2):
        play.finish("politie_dreiging", "niet_mogelijk")
        assert play.round("dreiging_bevestigen").number == number
        assert play.asked_of("dreiging_bevestigen") == {"bestuur"}
        play.finish("dreiging_bevestigen", "toch_melden")
        assert play.round("politie_dreiging").state == "open"
    play.finish("politie_dreiging", "gemeld")
    assert not {"politie_dreiging", "dreiging_bevestigen"} & play.open()


def test_a_handler_asks_the_melder_and_the_answer_never_blocks() -> None:
    play = Play()
    play.do(Plan(actor="leidinggevende", task="antwoord", answers={"vraag": "content-2"}))
    play.do(Plan(actor="leidinggevende", task="antwoord", answers={"vraag": "content-3"}))
    assert [found.answers["vraag"] for found in play.case.rounds_of("antwoord")] == ["content-2", "content-3"]
    assert play.asked_of("antwoord") == {"melder"}
    play.do(play.finishing("antwoord", "beantwoord", number=1))
    play.finish("strategie", "zelf_oplossen")
    assert "afsluiten" in play.open()
    play.close()
    assert play.round("antwoord").state == "lapsed"


@pytest.mark.parametrize("actor", ["melder", "buitenstaander", "hr", "plaatser"])
def test_only_a_handler_opens_a_question(actor: str) -> None:
    with pytest.raises(NotAllowedError):
        Play(plaatser_persoon="plaatser").do(Plan(actor=actor, task="antwoord"))


def test_only_a_discretionary_task_can_be_opened_by_hand() -> None:
    for task in ("afsluiten", "politie", "verzonnen"):
        with pytest.raises(UnknownActionError):
            Play().do(Plan(actor="leidinggevende", task=task))


def test_a_finished_task_changes_owner_where_its_outcome_says_so() -> None:
    play = Play()
    assert play.case.owner == "leidinggevende"
    play.finish("strategie", "naar_directie")
    assert play.case.owner == "directie"


@pytest.mark.rule("SCA-A10")
@pytest.mark.parametrize("to", ["leidinggevende", "directie", "bestuur"])
def test_the_melder_may_report_straight_to_directie_or_bestuur(to: str) -> None:
    assert Play(melden_aan=to).asked_of("strategie") == {to}


def test_naming_an_involved_person_takes_their_tasks_away_in_the_same_act() -> None:
    play = Play()
    play.correct(by="leidinggevende", betrokkenen=("leidinggevende",))
    assert play.last.released == {"leidinggevende"}
    assert play.asked_of("strategie") == {"directie"}
    assert play.last.asked == {"directie": (("strategie", 1),)}


def test_who_reports_their_own_post_is_asked_nothing_but_what_a_melder_is_asked() -> None:
    play = Play(circle=school(), melder="directie")
    play.finish("strategie", "naar_directie")
    assert play.asked_of("niet_reageren") == {"directie"}
    play.finish("plaatser_benoemen", "benoemd", plaatser="ikzelf")
    assert play.held_by("directie") == set()
    assert {who for task in play.open() for who in play.asked_of(task)} == {"bestuur"}


def test_the_audit_lines_hold_keys_and_ids_and_never_what_people_wrote() -> None:
    play = Play()
    entries = play.finish("strategie", "zelf_oplossen").entries
    assert [entry.type for entry in entries] == ["afgerond", "geopend"]
    assert entries[0].data == {"taak": "strategie", "ronde": "1", "uitkomst": "zelf_oplossen"}
    assert entries[0].at > NOW


def test_nobody_is_informed_of_what_they_did_or_reported_themselves() -> None:
    asking = {"who": "manager_hrm", "informs": ["directie", "bestuur"], "when": {"plaatser": "leerling"}}
    play = Play(protocol=changed("scala", {"kinds/ontsporing/tasks/hr_vragen": asking}))
    play.to_directie("leerling")
    assert play.last.informed == {"bestuur"}
    own = Play(melder="directie", zedenvermoeden="ja")
    own.correct(by="bestuur", zedenvermoeden="nee")
    assert "strategie" in own.open()
    assert own.last.informed == frozenset()


def test_opening_a_task_again_that_is_still_open_leaves_it_as_it_is() -> None:
    again = {"reopens": "niet_reageren"}
    play = Play(protocol=changed("scala", {"kinds/ontsporing/tasks/plaatser_benoemen/outcomes/opnieuw": again}))
    play.finish("strategie", "naar_directie")
    play.finish("plaatser_benoemen", "opnieuw")
    assert [found.state for found in play.case.rounds_of("niet_reageren")] == ["open"]
