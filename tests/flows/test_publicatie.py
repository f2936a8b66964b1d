"""Mag ik dit plaatsen? The question, the verdicts, revisions, and what an approval is worth."""

import pytest

from tests.play import Hands, World


def ask(world: World, tekst: str = "Vandaag bakten we koekjes", **answers: object) -> Hands:
    melder = world.who("melder")
    melder.command("/publiceren")
    given = {
        "tekst": tekst,
        "plek": "schoolaccount",
        "hoedanigheid": "namens",
        "personen": ["leerlingen"],
        "toestemming": "ja",
        "denk_na": ["eerlijk", "nodig"],
    }
    answer = melder.fill(**(given | answers))
    assert answer["ok"], answer
    assert "Ontvangen" in melder.shown()
    world.settle()
    return melder


@pytest.mark.rule("SCA-B6")
def test_akkoord_is_two_taps_from_the_card_and_the_asker_says_where_it_stands(world: World) -> None:
    ask(world)
    leider = world.who("leidinggevende")
    leider.click("Bekijk en beslis")
    assert "koekjes" in leider.shown()
    assert "Ja: Is het eerlijk? Is het nodig?" in leider.shown()
    assert "Niet aangevinkt: Doet het ertoe?" in leider.shown()
    leider.press("Akkoord")
    assert "Vastgelegd" in leider.shown()
    world.settle()
    melder = world.who("melder")
    melder.open_case()
    melder.decide("Geplaatst", link_geplaatst="https://example.org/koekjes")
    leider.open_case()
    assert "Zaak afsluiten" not in leider.buttons()
    assert "Afsluiten" in leider.buttons()


def test_aanpassen_comes_back_and_the_new_revision_shows_what_changed(sqlite_world: World) -> None:
    melder = ask(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.decide("Laten aanpassen", wat_aanpassen="Noem de groep niet")
    assert "Tekst aanpassen" in melder.messages[-1]["text"]
    melder.click("Bekijk en antwoord")
    melder.press("Opnieuw indienen")
    assert "Noem de groep niet" in melder.shown()
    melder.fill(tekst="Vandaag bakten we taarten", wat_veranderd="Koekjes werden taarten")
    sqlite_world.settle()
    shown = leider.open_case()
    assert "Was: koekjes / Nu: taarten" in shown
    assert "Vandaag bakten we taarten" in shown


def test_an_approval_of_an_older_revision_counts_for_nothing(world: World) -> None:
    ask(world)
    leider, melder = world.who("leidinggevende"), world.who("melder")
    leider.open_case()
    old = leider.modal
    akkoord = next(b for b in old["blocks"] if b["type"] == "actions")
    leider.decide("Laten aanpassen", wat_aanpassen="Korter")
    melder.open_case()
    melder.decide("Opnieuw indienen", tekst="Kort", wat_veranderd="")
    given = {
        "user": leider.user,
        "view": leider.modal["id"],
        "block_id": akkoord["block_id"],
        "action_id": akkoord["elements"][0]["action_id"],
    }
    world.drive("click", given)
    world.settle()
    melder.open_case()
    assert "Geplaatst" not in melder.buttons()


def test_the_approver_can_withdraw_until_it_is_placed(sqlite_world: World) -> None:
    ask(sqlite_world)
    leider, melder = sqlite_world.who("leidinggevende"), sqlite_world.who("melder")
    leider.open_case()
    leider.decide("Akkoord")
    leider.open_case()
    leider.decide("Akkoord intrekken", motivering="Toch een herkenbare foto")
    melder.open_case()
    assert "Geplaatst" not in melder.buttons()
    assert "Toch een herkenbare foto" in melder.shown()


def test_an_approval_that_is_not_used_expires_by_the_clock(world: World) -> None:
    ask(world)
    world.who("leidinggevende").open_case()
    world.who("leidinggevende").decide("Akkoord")
    world.advance(days=9)
    melder = world.who("melder")
    melder.open_case()
    assert "Geplaatst" not in melder.buttons()
    assert "Akkoord verlopen" in world.who("leidinggevende").open_case()


def test_niet_plaatsen_names_the_article_and_overleg_comes_back_for_a_verdict(sqlite_world: World) -> None:
    ask(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.decide("Eerst overleggen", advies="Even bellen")
    leider.open_case()
    leider.decide("Besproken", afspraken="Toch niet")
    leider.open_case()
    leider.decide("Niet plaatsen", artikel="SCA-A5a", motivering="Geen toestemming dit jaar")
    melder = sqlite_world.who("melder")
    assert "er is een besluit over uw vraag" in melder.messages[-1]["text"]
    assert "Geen toestemming" not in sqlite_world.posted()
    assert "Geen toestemming dit jaar" in melder.open_case()


def test_pers_says_that_scala_has_no_rule_and_offers_to_ask_the_leidinggevende(sqlite_world: World) -> None:
    melder = sqlite_world.who("melder")
    melder.command("/pers Omroep belt")
    assert "geen regel voor de pers" in melder.shown()
    assert "tekst" in melder.fields()
