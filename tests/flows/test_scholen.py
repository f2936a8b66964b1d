"""What is different at each school, over signed HTTP: what its people see and what its protocol keeps."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models import people
from tests.flows.test_ontsporing import decide, hand_to_directie, report
from tests.play import CAST, Hands, World, checked_source, words
from workflows.usecases.merge import merge

School = Callable[[str], World]
PHONE = "06-12345678"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """A school on SQLite that works with the protocol of this name."""
    worlds: list[World] = []

    def open_school(protocol: str) -> World:
        world = World(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}", protocol=protocol)
        worlds.append(world)
        return world

    yield open_school
    for world in worlds:
        world.close()


def ask(world: World, who: str, **answers: object) -> Hands:
    hands = world.who(who)
    hands.command("/publiceren")
    answer = hands.fill(**answers)
    assert answer["ok"], answer
    world.settle()
    return hands


def opened(world: World, who: str) -> str:
    return world.who(who).open_case()


@pytest.mark.rule("LEN-5.2b1")
@pytest.mark.rule("LEN-5.2b2")
def test_a_press_question_at_lentiz_goes_to_directie_at_once_and_nobody_speaks_before_consent(school: School) -> None:
    world = school("lentiz")
    melder = world.who("melder")
    melder.command("/pers De krant belt over de sportdag")
    assert "De krant belt" in str(melder.modal)
    assert melder.fill(medium="krant", terugbellen="vandaag", spoed="ja")["ok"]
    world.settle()
    assert "Marjan Visser" in melder.shown()
    rule = checked_source("lentiz").protocol.articles["LEN-5.2b1"].text
    assert rule in melder.shown()
    assert rule in melder.messages[-1]["text"]
    assert world.who("leidinggevende").messages == []
    assert "ter informatie" in world.who("pr").messages[-1]["text"].lower()
    assert "De krant belt" in opened(world, "directie")
    assert "De krant belt" not in world.posted()


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
def test_only_directie_starts_a_check_on_persons_and_messages_say_no_more_than_that_there_is_a_case(
    school: School,
) -> None:
    world = school("lentiz")
    melder, directie = world.who("melder"), world.who("directie")
    label = checked_source("lentiz").protocol.kinds["controle"].label
    assert label not in words(melder.home())
    assert label in words(directie.home())
    directie.command("/ruggespraak")
    directie.press(label)
    given = {"doelgroep": "medewerker", "aanleiding": "KANARIE-controle", "welke_gegevens": "de mail"}
    assert directie.fill(**given)["ok"]
    world.settle()
    bestuur = world.who("bestuur")
    assert "Vertrouwelijke zaak" in bestuur.messages[-1]["text"]
    assert "KANARIE-controle" in bestuur.open_case()
    assert "KANARIE-controle" not in world.posted()
    assert label not in world.posted()
    assert [world.who(name).messages for name in ("leidinggevende", "hr", "pr", "beheerder")] == [[], [], [], []]


@pytest.mark.rule("LEN-4b4")
def test_no_photos_in_a_group_app_at_lentiz_so_akkoord_is_not_offered_and_the_rule_says_why(school: School) -> None:
    world = school("lentiz")
    melder = world.who("melder")
    melder.command("/publiceren")
    melder.press("Meer invullen")
    given = {"tekst": "Foto van de reis", "plek": "groepsapp", "hoedanigheid": "persoonlijk", "met_beeld": "ja"}
    answer = melder.fill(**given, personen=["niemand"], toestemming="nvt")
    assert answer["ok"], (answer, melder.modal.get("errors"))
    world.settle()
    leider = world.who("leidinggevende")
    shown = leider.open_case()
    assert "Akkoord" not in leider.buttons()
    bar = checked_source("lentiz").protocol.task("publicatie", "beoordelen").bars
    assert any(one.text in shown for one in bar.values())
    assert "Niet plaatsen" in leider.buttons()


@pytest.mark.rule("X-3")
def test_who_phones_the_inspector_reads_the_number_and_when_somebody_picks_up(school: School) -> None:
    world = school("scala")
    report(world, zedenvermoeden="ja")
    bestuur = world.who("bestuur")
    assert "0900 111 3 111" in bestuur.open_case()
    assert "Nu bereikbaar." in bestuur.shown()
    world.advance(hours=10)
    assert "Nu gesloten. Weer bereikbaar morgen om 8.00 uur." in bestuur.open_case()


@pytest.mark.rule("LAU-B2")
def test_one_press_puts_the_function_in_the_text_and_keeps_all_else_that_was_typed(school: School) -> None:
    world = school("laurens")
    melder = world.who("melder")
    melder.command("/publiceren Ons toneelstuk")
    insert = checked_source("laurens").protocol.kinds["publicatie"].inserts["functie"]
    melder.press(insert.label)
    assert "Ons toneelstuk\n\nIk ben leerkracht groep 7 bij het Laurens Lyceum." in str(melder.modal["blocks"]).replace(
        "\\n", "\n"
    )
    melder.press(insert.label)
    assert str(melder.modal["blocks"]).count("Ik ben leerkracht") == 1


@pytest.mark.rule("LAU-C4")
def test_a_disclaimer_that_must_be_there_is_missed_in_the_receipt_and_beside_the_text(school: School) -> None:
    world = school("laurens")
    given = {"plek": "eigen_account", "hoedanigheid": "persoonlijk", "discussie": "nee", "persoonsgegevens": "nee"}
    melder = ask(
        world,
        "melder",
        tekst="Bij ons op school is het leuk",
        **given,
        personen=["niemand"],
        leeftijd="nvt",
        toestemming="nvt",
        toestemming_van="nvt",
    )
    label = checked_source("laurens").protocol.kinds["publicatie"].inserts["disclaimer"].label
    assert f"Nog niet in de tekst: {label}" in melder.shown()
    assert f"Nog niet in de tekst: {label}" in opened(world, "leidinggevende")


@pytest.mark.rule("LAU-A9")
def test_a_report_at_laurens_may_go_straight_to_the_bestuur_past_the_leidinggevende(school: School) -> None:
    world = school("laurens")
    melder = world.who("melder")
    melder.command("/melden")
    melder.press("Meer invullen")
    assert melder.fill(zedenvermoeden="nee", toelichting="Iets", spoed="nee", melden_aan="bestuur")["ok"]
    world.settle()
    assert "Henk Postma" in melder.shown()
    assert world.who("leidinggevende").messages == []
    assert "Iets" in opened(world, "bestuur")


@pytest.mark.rule("UDE-R5a")
@pytest.mark.rule("UDE-R5b")
def test_a_director_at_udens_who_doubts_is_told_at_once_not_to_publish(school: School) -> None:
    world = school("udens")
    directie = world.who("directie")
    directie.command("/publiceren")
    assert "twijfel" in directie.fields()
    assert "Op persoonlijke titel" not in str(directie.modal["blocks"])
    given = {"tekst": "KANARIE-mening", "plek": "eigen_account", "hoedanigheid": "namens", "twijfel": "ja"}
    answer = directie.fill(**given, personen=["niemand"], toestemming="nvt")
    assert answer["ok"], (answer, directie.modal.get("errors"))
    world.settle()
    rule = checked_source("udens").protocol.articles["UDE-R5b"].text
    assert "Niet plaatsen" in directie.shown()
    assert rule in directie.shown()
    assert rule in directie.messages[-1]["text"]
    assert world.who("bestuur").messages == []
    directie.click("Bekijk")
    assert "Niet plaatsen" in directie.shown()
    assert "Deze zaak is afgesloten." in directie.shown()


@pytest.mark.rule("UDE-R5a")
def test_a_teacher_at_udens_is_not_asked_whether_she_doubts_and_may_speak_for_herself(school: School) -> None:
    world = school("udens")
    melder = world.who("melder")
    melder.command("/publiceren")
    assert "twijfel" not in melder.fields()
    assert "Op persoonlijke titel" in str(melder.modal["blocks"])


@pytest.mark.rule("UDE-G4c")
@pytest.mark.rule("UDE-R4")
def test_a_mere_accusation_at_udens_opens_a_must_for_the_police_and_the_receipt_says_not_to_discuss(
    school: School,
) -> None:
    world = school("udens")
    melder = world.who("melder")
    melder.command("/melden")
    melder.press("Meer invullen")
    assert melder.fill(zedenvermoeden="nee", toelichting="Een post", spoed="nee", beschuldiging="ja")["ok"]
    world.settle()
    assert checked_source("udens").protocol.articles["UDE-R4"].text in melder.shown()
    task = checked_source("udens").protocol.task("ontsporing", "politie_beschuldiging")
    assert task.label in opened(world, "directie")


def test_personal_data_in_a_text_are_pointed_out_without_being_repeated(school: School) -> None:
    world = school("scala")
    given = {"plek": "schoolapp", "hoedanigheid": "namens", "personen": ["niemand"], "toestemming": "nvt"}
    melder = ask(world, "melder", tekst=f"Bel juf Sanne op {PHONE}", **given, denk_na=["eerlijk"])
    assert "lijkt een telefoonnummer te staan" in melder.shown()
    assert "lijkt een telefoonnummer te staan" in opened(world, "leidinggevende")
    assert PHONE not in world.posted()


def test_the_first_rules_stand_below_the_question_and_all_of_them_behind_meer(school: School) -> None:
    world = school("scala")
    articles = checked_source("scala").protocol.articles.values()
    shown = [one.text for one in articles if "publicatie" in one.shown and not one.when]
    assert len(shown) > 6
    melder = world.who("melder")
    melder.command("/publiceren")
    assert [rule for rule in shown if rule in melder.shown()] == shown[:6]
    assert f"nog {len(shown) - 6} regels" in melder.shown()
    melder.press("Meer invullen")
    assert [rule for rule in shown if rule in melder.shown()] == shown


def test_what_a_judging_task_left_open_can_be_filled_in_later_and_opens_what_follows(school: School) -> None:
    world = school("scala")
    report(world)
    hand_to_directie(world)
    assert "strafbaar" not in _correctable(world), "it is judged first"
    decide(world, "directie", "Kan dit strafbaar zijn?", "Niet mogelijk", motivering="Ik weet nog te weinig")
    assert "strafbaar" in _correctable(world)
    world.who("directie").fill(strafbaar="ja")
    world.settle()
    assert "Melding of aangifte bij de politie?" in opened(world, "directie")


def _correctable(world: World) -> list[str]:
    directie = world.who("directie")
    directie.open_case()
    directie.press("Gegevens aanvullen")
    return directie.fields()


@pytest.mark.rule("X-1")
def test_the_bestuur_sees_who_had_already_seen_a_case_that_is_theirs_alone_now(school: School) -> None:
    world = school("scala")
    report(world)
    leider = world.who("leidinggevende")
    leider.open_case()
    leider.press("Gegevens aanvullen")
    leider.fill(zedenvermoeden="ja", reden="Nieuwe informatie")
    world.settle()
    shown = opened(world, "bestuur")
    assert "Zagen deze zaak al: Ingrid de Wit" in shown
    assert "Marjan" not in shown, "directie was told of the case and never opened it"
    assert "Zagen deze zaak al" not in opened(world, "melder")


@pytest.mark.rule("X-1")
def test_a_report_that_was_merged_into_a_case_of_the_bestuur_is_closed_to_who_merged_it(school: School) -> None:
    world = school("scala")
    report(world, toelichting="Eerste melding https://example.org/a")
    other = world.who("leerkracht")
    other.command("/melden")
    other.fill(zedenvermoeden="nee", toelichting="KANARIE-tweede", spoed="nee")
    world.settle()
    leider = world.who("leidinggevende")
    with world.installation.context.store.read() as tx:
        ids = [row[0] for row in tx.exec_driver_sql("select id from cases order by number")]
    _merge(world, ids[0], ids[1])
    leider.click("Bekijk", message=_about(leider, "0002"))
    assert "KANARIE-tweede" in leider.shown()
    leider.click("Bekijk en beslis", message=_about(leider, "0001"))
    leider.press("Gegevens aanvullen")
    leider.fill(zedenvermoeden="ja", reden="Nieuwe informatie")
    world.settle()
    leider.click("Bekijk", message=_about(leider, "0002"))
    assert "U kunt dit niet doen of zien" in leider.whispers[-1]
    assert "KANARIE-tweede" in opened(world, "bestuur")


def _merge(world: World, into: str, other: str) -> None:
    ctx = world.installation.context
    with ctx.store.read() as tx:
        leider = people.by_member(tx, CAST["leidinggevende"])
    assert leider is not None
    merge(ctx, leider, into, other, "merge-key")
    world.settle()


def _about(hands: Hands, number: str) -> dict[str, object]:
    return next(one for one in reversed(hands.messages) if number in str(one) and "Bekijk" in str(one))


@pytest.mark.rule("UDE-V")
def test_who_leads_a_school_reads_how_much_there_was_and_nobody_reads_of_a_confidential_case(school: School) -> None:
    world = school("udens")
    report(world)
    report(world, zedenvermoeden="ja")
    label = checked_source("udens").protocol.kinds["ontsporing"].label
    for name, sees in (("directie", True), ("bestuur", True), ("melder", False), ("leidinggevende", False)):
        shown = _guide(world, name)
        assert (f"{label}: 1\n" in shown) is sees, name
        assert ("Dit schooljaar" in shown) is sees, name


@pytest.mark.rule("X-1")
def test_no_figure_and_no_number_tells_that_a_case_became_the_bestuurs_alone_or_was_from_the_start(
    school: School,
) -> None:
    world = school("scala")
    report(world)
    before = _guide(world, "directie").partition("Dit schooljaar")[2]
    assert ": 1\n" in before
    leider = world.who("leidinggevende")
    leider.open_case()
    leider.press("Gegevens aanvullen")
    leider.fill(zedenvermoeden="ja", reden="Nieuwe informatie")
    world.settle()
    report(world, zedenvermoeden="ja")
    assert "2026-900001" in world.who("melder").shown()
    assert _guide(world, "directie").partition("Dit schooljaar")[2] == before
    directie = world.who("directie")
    directie.command("/melden")
    directie.fill(zedenvermoeden="nee", toelichting="Iets anders", spoed="nee")
    assert "2026-0002" in directie.shown(), "no number is missing"


def _guide(world: World, name: str) -> str:
    hands = world.who(name)
    hands.command("/ruggespraak")
    return hands.shown()


@pytest.mark.rule("X-1")
def test_the_receipt_of_a_suspicion_sends_nobody_to_their_leidinggevende(school: School) -> None:
    world = school("scala")
    melder = report(world, zedenvermoeden="ja")
    assert "Praat hier met niemand over" in melder.shown()
    assert "leidinggevende" not in melder.shown()
    assert len(melder.messages) == 1, "no reply to copy into the conversation"


@pytest.mark.rule("LEN-4f3")
def test_words_that_do_not_fit_the_answers_are_not_offered_and_not_put_in(school: School) -> None:
    world = school("lentiz")
    melder = world.who("melder")
    melder.command("/publiceren Ons filmpje")
    insert = next(iter(checked_source("lentiz").protocol.kinds["publicatie"].inserts.values()))
    assert insert.label in melder.buttons()
    melder.choose("plek", "eigen_kanaal")
    assert insert.label not in melder.buttons()


def test_a_changed_file_is_for_new_cases_only_and_its_differences_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "proef.yml"
    first = "protocol: proef\nextends: scala\nversion: 1\ntitle: Proef\n"
    file.write_text(first, encoding="utf-8")
    world = World(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}", protocol=str(file))
    try:
        report(world)
        file.write_text(
            first + "kinds: {ontsporing: {tasks: {strategie: {label: Samen bepalen wat nu helpt}}}}\n", encoding="utf-8"
        )
        checked_source.cache_clear()
        with caplog.at_level(logging.INFO, logger="ruggespraak"):
            world.restart()
        assert (
            "~ kinds.ontsporing.tasks.strategie.label: Strategie bepalen -> Samen bepalen wat nu helpt" in caplog.text
        )
        assert "Strategie bepalen" in opened(world, "leidinggevende")
        report(world)
        assert "Samen bepalen wat nu helpt" in opened(world, "leidinggevende")
    finally:
        world.close()
