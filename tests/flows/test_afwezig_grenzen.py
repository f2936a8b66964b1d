"""What cannot be with days away: who may not set them, what is refused at its own question, and old buttons."""

import pytest

from tests.flows.test_afwezig import FRIDAY, MONDAY, TODAY, home, kept, refused, send, set_away
from tests.play import CAST, World


def test_who_leads_nobody_cannot_set_a_colleague_away(sqlite_world: World) -> None:
    assert "Afwezigheid van een collega" not in home(sqlite_world, "melder")
    forged = send(sqlite_world, "melder", "leave_other", wie=CAST["leidinggevende"], van=TODAY)
    assert forged.errors == {"": "U kunt dit niet doen of zien. Er is niets veranderd."}
    desk = sqlite_world.installation.desk
    opened = desk.press(CAST["melder"], "leave.others", "", context={}, answers={}, key="p1")
    assert (opened.form, opened.whisper) == (None, "U kunt dit niet doen of zien. Er is niets veranderd.")
    set_away(sqlite_world, "leidinggevende", MONDAY)
    ended = desk.press(
        CAST["melder"], "leave.end", kept(sqlite_world, "leidinggevende")[0].id, context={}, answers={}, key="p2"
    )
    assert ended.whisper == "U kunt dit niet doen of zien. Er is niets veranderd."
    assert len(kept(sqlite_world, "leidinggevende")) == 1


def test_a_name_that_is_added_to_ones_own_form_sets_nobody_else_away(sqlite_world: World) -> None:
    assert send(sqlite_world, "melder", "leave", wie=CAST["leidinggevende"], van=TODAY).form is not None
    assert kept(sqlite_world, "leidinggevende") == []
    assert len(kept(sqlite_world, "melder")) == 1


def test_nobody_sets_away_who_decides_above_them(sqlite_world: World) -> None:
    errors = refused(sqlite_world, "directie", wie=CAST["bestuur"], van=TODAY)
    assert "kunt u geen afwezigheid opgeven" in errors["wie"]
    errors = refused(sqlite_world, "bestuur", wie=CAST["toezicht"], van=TODAY)
    assert "kunt u geen afwezigheid opgeven" in errors["wie"]
    assert "Marjan Visser is afwezig" in set_away(sqlite_world, "bestuur", TODAY, wie=CAST["directie"])
    assert "Marjan Visser is afwezig" in home(sqlite_world, "bestuur")


@pytest.mark.parametrize(
    "answers, field, sentence",
    [
        ({"van": "2026-11-23"}, "van", "Kies vandaag of een latere dag."),
        ({"van": MONDAY, "tot_en_met": "2026-11-29"}, "tot_en_met", "De laatste dag ligt voor de eerste dag."),
        ({"van": "9999-12-31"}, "van", "Kies een dag binnen twee jaar."),
        ({"van": MONDAY, "tot_en_met": "9999-12-31"}, "tot_en_met", "Kies een dag binnen twee jaar."),
        ({"van": TODAY, "vervanger": CAST["leidinggevende"]}, "vervanger", "Kies een ander als vervanger."),
        ({"van": TODAY, "vervanger": CAST["buitenstaander"]}, "vervanger", "staat niet in de personeelslijst"),
        ({"van": TODAY, "vervanger": "U99NOBODY"}, "vervanger", "staat niet in de personeelslijst"),
        ({"van": "morgen"}, "van", "Vul een datum in."),
        ({}, "van", "Vul een datum in."),
    ],
)
def test_what_cannot_be_is_said_at_its_own_question(
    sqlite_world: World, answers: dict[str, str], field: str, sentence: str
) -> None:
    sqlite_world.who("buitenstaander").home()
    errors = send(sqlite_world, "leidinggevende", "leave", **answers).errors
    assert list(errors) == [field]
    assert sentence in errors[field]
    assert kept(sqlite_world, "leidinggevende") == []


@pytest.mark.parametrize("first, last", [(FRIDAY, ""), (TODAY, MONDAY), (TODAY, ""), ("2026-12-01", "2026-12-02")])
def test_days_that_were_set_already_are_not_set_again(sqlite_world: World, first: str, last: str) -> None:
    set_away(sqlite_world, "leidinggevende", MONDAY, FRIDAY)
    answers = {"van": first} | ({"tot_en_met": last} if last else {})
    assert "is al afwezigheid opgegeven" in refused(sqlite_world, "leidinggevende", **answers)["van"]
    assert "U bent afwezig" in set_away(sqlite_world, "leidinggevende", "2026-12-05", "2026-12-06")


def test_a_deputy_who_is_away_all_those_days_is_refused_and_on_some_of_them_is_not(sqlite_world: World) -> None:
    set_away(sqlite_world, "vervanger", MONDAY, "2026-12-02")
    set_away(sqlite_world, "vervanger", "2026-12-03", FRIDAY)
    deputy = CAST["vervanger"]
    errors = refused(sqlite_world, "leidinggevende", van=MONDAY, tot_en_met=FRIDAY, vervanger=deputy)
    assert "is zelf al die dagen afwezig" in errors["vervanger"]
    said = set_away(sqlite_world, "leidinggevende", "2026-11-27", FRIDAY, vervanger=deputy)
    assert "Bas Mulder vervangt u." in said


def test_who_is_not_on_the_staff_list_has_no_days_away(sqlite_world: World) -> None:
    assert "Afwezigheid" not in home(sqlite_world, "buitenstaander")
    assert "personeelslijst" in send(sqlite_world, "buitenstaander", "leave", van=TODAY).errors[""]
    desk = sqlite_world.installation.desk
    for action in ("leave.mine", "leave.others", "leave.end"):
        reply = desk.press(CAST["buitenstaander"], action, "x", context={}, answers={}, key=action)
        assert reply.whisper, action


def test_an_old_button_answers_that_the_days_are_gone(sqlite_world: World) -> None:
    set_away(sqlite_world, "leidinggevende", MONDAY)
    leave, desk = kept(sqlite_world, "leidinggevende")[0].id, sqlite_world.installation.desk
    said = [
        desk.press(CAST["leidinggevende"], "leave.end", leave, context={}, answers={}, key=key)
        for key in ("c1", "c1", "c2")
    ]
    assert said[0].form is not None
    assert said[0].form == said[1].form
    assert said[2].whisper == "Deze afwezigheid is al voorbij of ingetrokken. Er is niets veranderd."
