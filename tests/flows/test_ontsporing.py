"""The main road, over signed HTTP: what each person does and sees, branch by branch of Scala's stappenplan."""

import pytest

from tests.play import Hands, World, words

SECRET = "KANARIE-9f3"


def report(world: World, **answers: str) -> Hands:
    """The melder reports; returns her hands with the receipt open."""
    melder = world.who("melder")
    melder.command("/melden")
    answer = melder.fill(
        **({"zedenvermoeden": "nee", "toelichting": f"Ruzie in de app {SECRET}", "spoed": "nee"} | answers)
    )
    assert answer["ok"]
    world.settle()
    return melder


def hand_to_directie(world: World) -> Hands:
    """The leidinggevende hands the case on; returns directie's hands."""
    leider = world.who("leidinggevende")
    leider.open_case()
    leider.decide("Naar de directie")
    return world.who("directie")


def send_notice(world: World) -> Hands:
    directie = world.who("directie")
    directie.click("Mededeling opstellen")
    directie.fill(via="direct")
    directie.fill()
    world.settle()
    return directie


def name_poster(world: World, plaatser: str, person: str = "") -> Hands:
    directie = world.who("directie")
    directie.open_case()
    answers = {"plaatser": plaatser} | ({"plaatser_persoon": person} if person else {})
    directie.press("Vastleggen", nth=_nth(directie, "Vastleggen", "Benoemen wie het plaatste"))
    assert directie.fill(**answers)["ok"]
    world.settle()
    return directie


def decide(world: World, who: str, task: str, outcome: str, **answers: object) -> str:
    """Open the case and end one task of it with an outcome."""
    hands = world.who(who)
    hands.open_case()
    hands.press(outcome, nth=_nth(hands, outcome, task))
    if answers:
        answer = hands.fill(**answers)
        assert answer["ok"], answer
        assert not hands.modal.get("errors"), hands.modal["errors"]
    world.settle()
    return hands.shown()


def close_notice(world: World) -> None:
    directie = world.who("directie")
    directie.open_case()
    directie.press("Mededeling opheffen")
    directie.fill()
    directie.fill()
    world.settle()


def until_directie(world: World) -> None:
    report(world)
    hand_to_directie(world)
    send_notice(world)


def _nth(hands: Hands, label: str, task: str) -> int:
    """Which of several buttons with one label stands below that task's heading."""
    count = 0
    heading = ""
    for block in hands.modal["blocks"]:
        if block["type"] == "header":
            heading = block["text"]["text"]
        for element in block.get("elements", []):
            if element.get("type") == "button" and element["text"]["text"] == label:
                if heading == task:
                    return count
                count += 1
    raise AssertionError(f"{label!r} under {task!r} is not there: {words(hands.modal['blocks'])}")


def titles(hands: Hands) -> list[str]:
    return [block["text"]["text"] for block in hands.modal["blocks"] if block["type"] == "header"]


@pytest.mark.rule("SCA-B5")
@pytest.mark.rule("SCA-B4b")
def test_a_report_reaches_the_leidinggevende_and_the_melder_has_a_receipt_and_a_reply_to_copy(world: World) -> None:
    melder = report(world)
    assert "Uw nummer is 2026-0001" in melder.shown()
    assert "Ingrid de Wit" in melder.shown()
    assert "vandaag om 12.00 uur" in melder.shown()
    texts = [one["text"] for one in melder.messages]
    assert "Dank voor uw bericht. Ik kom hier later op terug." in texts
    assert any("Reageer niet meer" in text and "Noodnummer" in text for text in texts)
    leider = world.who("leidinggevende")
    assert "Strategie bepalen" in leider.messages[-1]["text"]
    assert SECRET in leider.open_case()


@pytest.mark.rule("SCA-F0a")
@pytest.mark.rule("SCA-F0b")
@pytest.mark.rule("SCA-F1.5")
@pytest.mark.rule("SCA-F1.6")
@pytest.mark.rule("SCA-F1.7")
@pytest.mark.rule("SCA-F1.8")
@pytest.mark.rule("SCA-S2")
@pytest.mark.rule("SCA-S4")
def test_an_employee_who_reacts_inadequately_ends_in_a_dossier_about_employee_and_directie(world: World) -> None:
    until_directie(world)
    for reader in ("melder", "leerkracht", "hr"):
        world.who(reader).click("Ik heb dit gelezen")
    world.advance(seconds=40)
    assert any("3 van 15 gelezen" in one["text"] for one in world.who("directie").messages)

    name_poster(world, "medewerker", "U07PLAATS")
    decide(
        world,
        "directie",
        "De medewerker aanspreken",
        "Reageert inadequaat",
        verslag="Gesproken",
        zienswijze="Vond het grappig",
    )
    decide(
        world,
        "directie",
        "Is dit grensoverschrijdend?",
        "Vastleggen",
        grensoverschrijdend="ja",
        motivering="Belediging",
    )
    decide(world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="nee")
    directie = world.who("directie")
    decide(
        world,
        "directie",
        "De vertrouwensinspecteur bellen",
        "Gebeld",
        datum_gebeld="2026-11-24",
        gesproken_met="De inspecteur",
        advies="Vastleggen",
    )
    assert "Besluiten over een maatregel" not in titles(directie)
    decide(
        world,
        "bestuur",
        "Overleg met de directeur-bestuurder over de stappen",
        "Stappen vastleggen",
        afspraken="Waarschuwing",
    )
    decide(
        world,
        "directie",
        "Besluiten over een maatregel",
        "Maatregel nemen",
        maatregel_medewerker="waarschuwing",
        motivering="Eerste keer",
    )
    assert "Afsluiten" not in directie.buttons()
    decide(
        world,
        "directie",
        "Besluiten over een statement onder het bericht",
        "Niet plaatsen",
        motivering="Het bericht is al weg",
    )
    directie.open_case()
    task = "Personeelsdossier, handelen van medewerker en directie"
    directie.press("Bevestigen en vastleggen", nth=_nth(directie, "Bevestigen en vastleggen", task))
    draft = next(b for b in directie.modal["blocks"] if b.get("block_id") == "dossiertekst")["element"]["initial_value"]
    assert "Vond het grappig" in draft
    assert "Waarschuwing" in draft
    assert directie.fill(dossiertekst=draft, opgeborgen="Personeelssysteem")["ok"]
    world.settle()
    directie.open_case()
    assert "Zaak afsluiten" not in titles(directie)
    close_notice(world)
    assert any("Mededeling opgeheven" in one["text"] for one in world.who("leerkracht").messages)
    directie.open_case()
    assert titles(directie) == ["Zaak afsluiten"]
    decide(world, "directie", "Zaak afsluiten", "Afsluiten", slotbericht="Dank u wel, het is opgelost.")
    last = world.who("melder").messages[-1]["text"]
    assert "Zaak 2026-0001 is afgesloten" in last
    assert "Joris" not in last
    assert "opgelost" not in last
    world.who("melder").click("Bekijk")
    assert "Dank u wel, het is opgelost." in world.who("melder").shown()
    assert SECRET not in world.posted()


@pytest.mark.rule("SCA-F1.2")
@pytest.mark.rule("SCA-F1.3")
def test_an_employee_who_reacts_well_ends_in_a_dossier_and_an_optional_measure(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "medewerker", "U07PLAATS")
    decide(
        sqlite_world,
        "directie",
        "De medewerker aanspreken",
        "Reageert goed",
        verslag="Goed gesprek",
        reactie_medewerker=["verwijdert"],
    )
    directie = sqlite_world.who("directie")
    directie.open_case()
    assert "Maatregel overwegen" in titles(directie)
    decide(
        sqlite_world,
        "directie",
        "Personeelsdossier, handelen van de medewerker",
        "Bevestigen en vastleggen",
        dossiertekst="Gesproken, verwijderd.",
        opgeborgen="Personeelssysteem",
    )
    decide(
        sqlite_world,
        "directie",
        "Is dit grensoverschrijdend?",
        "Vastleggen",
        grensoverschrijdend="nee",
        motivering="Nee",
    )
    decide(sqlite_world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="nee")
    close_notice(sqlite_world)
    directie.open_case()
    assert titles(directie) == ["Maatregel overwegen", "Zaak afsluiten"]


@pytest.mark.rule("SCA-F2k.1")
@pytest.mark.rule("SCA-F2k.2")
@pytest.mark.rule("SCA-F2k.4")
@pytest.mark.rule("SCA-F2k.5")
@pytest.mark.rule("SCA-F2k.7")
@pytest.mark.rule("SCA-F2k.8")
def test_a_child_who_denies_with_parents_who_deny_starts_the_gedragsprotocol_on_both_tracks(
    sqlite_world: World,
) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "leerling")
    decide(
        sqlite_world,
        "directie",
        "Leerkracht aanwijzen voor het gesprek met het kind",
        "Aanwijzen",
        leerkracht="U08LEER",
    )
    decide(sqlite_world, "directie", "Ouders op school uitnodigen voor het gesprek", "Uitgenodigd")
    assert "In gesprek met het kind" in sqlite_world.who("leerkracht").messages[-1]["text"]
    decide(sqlite_world, "leerkracht", "In gesprek met het kind", "Kind erkent het niet", verslag="Kind ontkent")
    decide(
        sqlite_world, "directie", "In gesprek met de ouders", "Ouders herkennen het niet", verslag="Ouders ontkennen"
    )
    decide(sqlite_world, "directie", "Gedragsprotocol starten", "Gestart")
    decide(sqlite_world, "directie", "Ouders laten weten dat het gedragsprotocol begint", "Meegedeeld")
    decide(
        sqlite_world,
        "directie",
        "Statement onder het bericht van een kind",
        "Toestemming vragen",
        statementtekst="De school heeft hierover gesproken.",
        motivering="Onrust",
    )
    decide(
        sqlite_world,
        "bestuur",
        "Mag dit statement onder het bericht van een kind?",
        "Niet plaatsen",
        motivering="Herleidbaar",
    )
    decide(
        sqlite_world,
        "directie",
        "Leerlingendossier, incident (wat en hoe)",
        "Bevestigen en vastleggen",
        dossiertekst="Wat en hoe",
        opgeborgen="Leerlingvolgsysteem",
    )
    decide(sqlite_world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="nee")
    close_notice(sqlite_world)
    directie = sqlite_world.who("directie")
    directie.open_case()
    assert "Zaak afsluiten" in titles(directie)
    assert "Statement plaatsen" not in titles(directie)


@pytest.mark.rule("SCA-F2k.3")
@pytest.mark.rule("SCA-F2k.6")
def test_a_child_who_admits_with_parents_who_recognise_it_ends_in_an_agreement(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "leerling")
    decide(
        sqlite_world,
        "directie",
        "Leerkracht aanwijzen voor het gesprek met het kind",
        "Aanwijzen",
        leerkracht="U08LEER",
    )
    decide(
        sqlite_world,
        "leerkracht",
        "In gesprek met het kind",
        "Kind licht toe of verwijdert",
        verslag="Kind snapt het",
        reactie_kind=["verwijdert"],
    )
    decide(sqlite_world, "directie", "Ouders op school uitnodigen voor het gesprek", "Uitgenodigd")
    decide(sqlite_world, "directie", "In gesprek met de ouders", "Ouders herkennen het", verslag="Fijn gesprek")
    decide(
        sqlite_world,
        "directie",
        "Samen een passende oplossing afspreken",
        "Afgesproken",
        oplossing="Excuses in de klas",
    )
    decide(
        sqlite_world,
        "directie",
        "Leerlingendossier, incident (wat en hoe)",
        "Bevestigen en vastleggen",
        dossiertekst="Wat en hoe",
        opgeborgen="Leerlingvolgsysteem",
    )
    directie = sqlite_world.who("directie")
    directie.open_case()
    assert "Gedragsprotocol starten" not in titles(directie)


@pytest.mark.rule("SCA-F2a.1")
@pytest.mark.rule("SCA-F2a.2")
def test_an_adult_who_reacts_well_may_be_pointed_to_the_complaint_procedure(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "andere_volwassene")
    decide(
        sqlite_world,
        "directie",
        "In gesprek met de volwassene",
        "Reageert goed",
        verslag="Prima",
        reactie_volwassene=["licht_toe"],
    )
    directie = sqlite_world.who("directie")
    directie.open_case()
    assert "Wijzen op de klachtenprocedure" in titles(directie)
    assert "Leerlingendossier, handelen van de ouder" not in titles(directie)
    decide(sqlite_world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="nee")
    close_notice(sqlite_world)
    directie.open_case()
    assert "Zaak afsluiten" in titles(directie)


@pytest.mark.rule("SCA-F2a.3")
@pytest.mark.rule("SCA-F2a.4")
@pytest.mark.rule("SCA-S5")
@pytest.mark.rule("SCA-S7")
def test_a_parent_who_reacts_inadequately_leads_to_a_statement_and_the_pupils_dossier(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "ouder")
    decide(sqlite_world, "directie", "In gesprek met de volwassene", "Reageert inadequaat", verslag="Boos")
    decide(
        sqlite_world,
        "directie",
        "Besluiten over een statement onder het bericht",
        "Statement geplaatst",
        statementtekst="De school heeft gesproken.",
        link_statement="https://example.org/1",
    )
    decide(
        sqlite_world,
        "directie",
        "Leerlingendossier, handelen van de ouder",
        "Bevestigen en vastleggen",
        dossiertekst="Gesprek gevoerd",
        opgeborgen="Leerlingvolgsysteem",
    )
    decide(sqlite_world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="ja")
    decide(sqlite_world, "directie", "Melding of aangifte bij de politie?", "Geen van beide", motivering="Te licht")
    close_notice(sqlite_world)
    directie = sqlite_world.who("directie")
    directie.open_case()
    assert "Zaak afsluiten" in titles(directie)


def test_an_unknown_poster_is_looked_for_again_until_known_and_then_the_right_branch_opens(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "onbekend")
    decide(sqlite_world, "directie", "Uitzoeken wie het plaatste", "Nog niet", herzien_op="2026-12-08")
    directie = sqlite_world.who("directie")
    shown = directie.open_case()
    assert "voor dinsdag 8 december om 8.00 uur" in shown
    decide(sqlite_world, "directie", "Uitzoeken wie het plaatste", "Nu bekend", plaatser="leerling")
    directie.open_case()
    assert "Leerkracht aanwijzen voor het gesprek met het kind" in titles(directie)
    assert "Uitzoeken wie het plaatste" not in titles(directie)


def test_the_person_it_is_about_never_sees_the_case_and_loses_it_when_named(world: World) -> None:
    report(world)
    leider = world.who("leidinggevende")
    leider.open_case()
    leider.press("Gegevens aanvullen")
    assert leider.fill(betrokkenen=["U02LEIDER"])["ok"]
    world.settle()
    assert any("deze taak is overgenomen" in one["text"] for one in leider.messages)
    assert not any("Bekijk" in words(one["blocks"]) for one in leider.messages if "2026-0001" in one["text"])
    assert "Strategie bepalen" in world.who("directie").messages[-1]["text"]


def test_without_hours_between_nobody_waits_for_ever_the_next_person_is_asked_as_well(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.advance(hours=3)
    assert any("Herinnering" in one["text"] for one in sqlite_world.who("leidinggevende").messages)
    assert not any("Strategie bepalen" in one["text"] for one in sqlite_world.who("vervanger").messages)
    sqlite_world.advance(hours=2)
    assert "Strategie bepalen" in sqlite_world.who("vervanger").messages[-1]["text"]
    sqlite_world.who("vervanger").open_case()
    sqlite_world.who("vervanger").decide("Naar de directie")
    assert "Mededeling opstellen" in words(sqlite_world.who("directie").messages[-1])
