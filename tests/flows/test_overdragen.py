"""A task goes to a colleague, with a reason: who may, who can, what each of them sees, and what stays in the case."""

import pytest

from models import entries, people
from tests.flows.test_ontsporing import SECRET, hand_to_directie, report, until_directie
from tests.play import CAST, ROOT, Hands, World, words
from workflows.usecases.messenger import Member
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

REASON = "KANARIE-reden: ik ken de ouders te goed"
CANNOT = "Deze collega kan deze taak niet doen."
DAY = "2026-11-24"
INGRID = "ingrid@regenboog.example,Ingrid de Wit,Teamleider bovenbouw,De Regenboog,,marjan@regenboog.example,,,,"
JORIS = "joris@regenboog.example,Joris Smit,Leerkracht groep 5,De Regenboog,,marjan@regenboog.example,,,,"


def staff(world: World, *more: str, **changes: str) -> None:
    """Read the staff file in again: with more lines, or a line changed (by the first word of the address)."""
    lines = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8").splitlines()
    kept = [changes.get(line.split("@", 1)[0], line) for line in lines]
    text = "\n".join([*filter(None, kept), *more]) + "\n"
    import_staff(world.installation.context, read_staff(text.encode()), "test")
    world.settle()


def hand_over(world: World, who: str, to: str, **more: str) -> Hands:
    """Open the case and hand the task over; returns the hands of who did it, whatever the answer was."""
    hands = world.who(who)
    hands.open_case()
    hands.press("Overdragen")
    hands.fill(collega=CAST.get(to, to), reden=REASON, **more)
    world.settle()
    return hands


def case_id_of(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select id from cases order by number").scalar())


def holders(world: World, task: str) -> set[str]:
    """Who is asked now for a task, by name."""
    with world.installation.context.store.read() as tx:
        found = tx.exec_driver_sql("select person, task from assignments").all()
        return {one.name for one in people.named(tx, {row[0] for row in found if row[1] == task}).values()}


def handed(world: World) -> int:
    with world.installation.context.store.read() as tx:
        return len(entries.of_type(tx, case_id_of(world), "overgedragen"))


def test_a_task_goes_to_a_colleague_who_decides_it_and_the_reason_stays_in_the_case(world: World) -> None:
    report(world)
    leider = hand_over(world, "leidinggevende", "vervanger")
    assert "Overgedragen" in leider.shown()
    assert "deze taak is overgenomen" in leider.messages[-1]["text"]
    assert "Bekijk" not in words(leider.messages[-1]["blocks"])

    deputy = world.who("vervanger")
    assert "Ingrid de Wit heeft dit aan u overgedragen." in words(deputy.messages[-1]["blocks"])
    shown = deputy.open_case()
    assert SECRET in shown
    assert "Ingrid de Wit heeft dit aan u overgedragen." in shown
    assert "De termijn duurt 2 werkuren: vandaag 10.00-12.00." in shown
    assert shown.count(REASON) == 2, "below the task, and in what was done"

    melder = world.who("melder")
    melder.click("Bekijk")
    assert "In behandeling bij Bas Mulder" in melder.shown()
    assert REASON not in melder.shown()

    deputy.decide("Naar de directie")
    directie = world.who("directie")
    shown = directie.open_case()
    assert "Strategie bepalen: Ingrid de Wit droeg dit over aan Bas Mulder, vandaag om 10.00 uur." in shown
    assert REASON in shown
    assert "KANARIE-reden" not in world.posted()


def test_what_waits_for_somebody_else_says_who_and_why(sqlite_world: World) -> None:
    report(sqlite_world)
    hand_to_directie(sqlite_world)
    directie = hand_over(sqlite_world, "directie", "bestuur", taak="niet_reageren|1")
    shown = directie.open_case()
    assert "bij Henk Postma (overgedragen door Marjan Visser)" in shown
    assert "U krijgt dit vanuit uw rol: directie." in shown


def test_who_handed_it_over_no_longer_sees_or_decides_it(sqlite_world: World) -> None:
    report(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.press("Overdragen")
    leider.fill(collega=CAST["vervanger"], reden=REASON)
    sqlite_world.settle()
    old = sqlite_world.installation.desk.press(
        CAST["leidinggevende"],
        "task.outcome",
        f"{case_id_of(sqlite_world)}|strategie|1|naar_directie",
        context={},
        answers={},
        key="old-click",
    )
    assert old.whisper
    assert holders(sqlite_world, "strategie") == {"Bas Mulder"}


@pytest.mark.parametrize("to", ["melder", "buitenstaander", "U99NIEMAND", "leidinggevende", "vertrokken", "elders"])
def test_who_cannot_take_it_is_refused_at_the_field_and_nothing_changed_or_was_lost(
    sqlite_world: World, to: str
) -> None:
    report(sqlite_world)
    target = CAST.get(to, to)
    if to == "vertrokken":
        staff(sqlite_world, bas="", ingrid=INGRID, joris=JORIS)
        target = CAST["vervanger"]
    if to == "elders":
        staff(sqlite_world, fatima="fatima@regenboog.example,Fatima el Amrani,Leerkracht,De Zon,,,,,,")
        target = CAST["hr"]
    if to == "buitenstaander":
        sqlite_world.installation.desk.enroll(
            Member(id=target, email="tessa@regenboog.example", name="Tessa", staff=False)
        )
    leider = hand_over(sqlite_world, "leidinggevende", target)
    assert leider.fields() == ["collega", "reden"]
    expected = "Deze persoon staat niet in de personeelslijst." if to == "U99NIEMAND" else CANNOT
    assert leider.modal["errors"]["collega"].startswith(expected)
    assert holders(sqlite_world, "strategie") == {"Ingrid de Wit"}
    assert handed(sqlite_world) == 0
    assert leider.fill(collega=CAST["leerkracht"], reden=REASON)["ok"]
    assert holders(sqlite_world, "strategie") == {"Lotte Jansen"}


def test_a_colleague_who_is_involved_is_refused_although_any_other_colleague_could_do_it(sqlite_world: World) -> None:
    report(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.press("Gegevens aanvullen")
    leider.fill(betrokkenen=[CAST["leerkracht"]])
    sqlite_world.settle()
    hand_over(sqlite_world, "leidinggevende", "leerkracht")
    assert leider.modal["errors"]["collega"].startswith(CANNOT)
    leider.fill(collega=CAST["plaatser"], reden=REASON)
    assert holders(sqlite_world, "strategie") == {"Joris Smit"}


def test_who_the_case_is_about_is_refused_in_the_same_words_as_anybody_else(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    directie = sqlite_world.who("directie")
    directie.open_case()
    directie.press("Gegevens aanvullen")
    directie.fill(betrokkenen=[CAST["bestuur"]])
    sqlite_world.settle()
    directie.open_case()
    directie.press("Overdragen")
    task = next(one for one in options(directie, "taak") if one.startswith("plaatser"))
    directie.fill(taak=task, collega=CAST["bestuur"], reden=REASON)
    assert directie.modal["errors"]["collega"].startswith(CANNOT)
    assert "Henk" not in directie.modal["errors"]["collega"]
    directie.fill(taak=task, collega=CAST["leerkracht"], reden=REASON)
    assert directie.modal["errors"]["collega"].startswith(CANNOT), "below the level that decides"
    assert handed(sqlite_world) == 0


def test_an_empty_reason_is_asked_for_and_an_edited_choice_is_refused(sqlite_world: World) -> None:
    report(sqlite_world)
    case = case_id_of(sqlite_world)
    send = sqlite_world.installation.desk.submit
    full = {"collega": CAST["vervanger"], "reden": REASON}
    here = {"case": case, "task": "strategie", "round": "1", "draft": "d"}
    assert send(
        CAST["leidinggevende"], "hand_over", context=here, answers=full | {"reden": " "}, key="1"
    ).errors.keys() == {"reden"}
    for answers, context in (
        (full | {"taak": "strategie|x"}, here),
        (full | {"taak": "nietbestaand|1"}, here),
        (full, here | {"case": "0" * 32}),
    ):
        assert send(CAST["leidinggevende"], "hand_over", context=context, answers=answers, key="2").errors
    for stranger in ("melder", "plaatser", "leerkracht", "directie"):
        assert send(CAST[stranger], "hand_over", context=here, answers=full, key="3").errors
        assert sqlite_world.installation.desk.press(
            CAST[stranger], "case.hand_over", case, context={}, answers={}, key="4"
        ).whisper
    assert holders(sqlite_world, "strategie") == {"Ingrid de Wit"}
    assert handed(sqlite_world) == 0


def test_the_same_submission_delivered_twice_hands_over_once(world: World) -> None:
    report(world)
    here = {"case": case_id_of(world), "task": "strategie", "round": "1", "draft": "d"}
    for _ in range(2):
        reply = world.installation.desk.submit(
            CAST["leidinggevende"],
            "hand_over",
            context=here,
            answers={"collega": CAST["vervanger"], "reden": REASON},
            key="V1:hand_over:1",
        )
        assert reply.form is not None
        assert not reply.errors
    world.settle()
    assert handed(world) == 1
    assert len([one for one in world.who("vervanger").messages if "Strategie" in one["text"]]) == 1


def test_who_took_it_over_and_is_then_away_is_replaced_by_their_own_deputy(sqlite_world: World) -> None:
    report(sqlite_world)
    hand_over(sqlite_world, "leidinggevende", "vervanger")
    away = "bas@regenboog.example,Bas Mulder,Teamleider onderbouw,De Regenboog,,marjan@regenboog.example,"
    staff(sqlite_world, bas=f"{away}peter@regenboog.example,{DAY},2026-12-03,")
    assert holders(sqlite_world, "strategie") == {"Peter Kuipers"}
    shown = sqlite_world.who("U09IB").open_case()
    assert "U vervangt Bas Mulder, afwezig tot en met donderdag 3 december." in shown
    assert REASON in shown
    assert "deze taak is overgenomen" in sqlite_world.who("vervanger").messages[-1]["text"]


def test_in_the_fast_lane_a_task_only_goes_to_the_board(sqlite_world: World) -> None:
    staff(sqlite_world, "carla@regenboog.example,Carla Bos,Bestuurslid,De Regenboog,bestuur,,,,,")
    report(sqlite_world, zedenvermoeden="ja")
    bestuur = sqlite_world.who("bestuur")
    bestuur.open_case()
    bestuur.press("Overdragen")
    chosen = {"taak": options(bestuur, "taak")[0]} if "taak" in bestuur.fields() else {}
    for to in ("directie", "leidinggevende", "hr"):
        bestuur.fill(collega=CAST[to], reden=REASON, **chosen)
        assert bestuur.modal["errors"]["collega"].startswith(CANNOT)
    assert handed(sqlite_world) == 0
    assert "KANARIE-reden" not in sqlite_world.posted()


def test_directie_hands_over_what_lies_with_others_and_a_leidinggevende_does_not(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.advance(hours=30)
    directie = sqlite_world.who("directie")
    assert "Marjan Visser" in holders(sqlite_world, "strategie")
    deputy = sqlite_world.who("vervanger")
    deputy.open_case()
    deputy.press("Overdragen")
    assert deputy.fields() == ["collega", "reden"]
    directie.open_case()
    directie.press("Overdragen")
    directie.fill(collega=CAST["leerkracht"], reden=REASON)
    sqlite_world.settle()
    assert holders(sqlite_world, "strategie") == {"Lotte Jansen"}


def test_who_waits_at_home_can_hand_over_from_there_and_reads_how_much_time_is_left(world: World) -> None:
    report(world)
    leider = world.who("leidinggevende")
    page = leider.home()
    assert "Strategie bepalen (vandaag voor 12.00 uur, nog 2 uur)" in words(page["blocks"])
    labels = [e["text"]["text"] for b in page["blocks"] for e in b.get("elements", []) if e.get("type") == "button"]
    assert labels[labels.index("Bekijk 2026-0001") + 1] == "Overdragen"
    block, element = next(
        (block["block_id"], element)
        for block in page["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id", "").startswith("case.hand_over")
    )
    given = {"user": leider.user, "home": True, "block_id": block, "action_id": element["action_id"]}
    assert world.drive("click", given)["ok"]
    leider.fill(collega=CAST["vervanger"], reden=REASON)
    world.settle()
    assert holders(world, "strategie") == {"Bas Mulder"}
    assert "Overdragen" not in words(world.who("melder").home()["blocks"])


def test_of_two_directeuren_the_first_decides_and_the_card_of_the_other_says_so(world: World) -> None:
    staff(
        world,
        wim="wim@regenboog.example,Wim Hoekstra,Adjunct-directeur,De Regenboog,directie,marjan@regenboog.example,,,,",
    )
    melder = world.who("melder")
    melder.command("/melden")
    melder.press("Meer invullen")
    assert melder.fill(zedenvermoeden="nee", toelichting="Ruzie", spoed="nee", melden_aan="directie")["ok"]
    world.settle()
    assert holders(world, "strategie") == {"Marjan Visser", "Wim Hoekstra"}
    directie, other = world.who("directie"), world.who("U10CONC")
    assert "Strategie bepalen" in other.messages[-1]["text"]
    directie.open_case()
    directie.decide("Zelf oplossen", advies="Niet meer reageren")
    other.open_case()
    assert "Marjan Visser, vandaag om 10.00 uur" in other.shown()
    directie.decide("Afsluiten", slotbericht="Klaar.")
    said = words(other.messages[-1]["blocks"])
    assert "Marjan Visser heeft dit op 24 november om 10.00 uur afgehandeld." in said
    assert "Zelf oplossen" not in said


def options(hands: Hands, key: str) -> list[str]:
    """Return the values that can be chosen for a question of the open modal."""
    block = next(one for one in hands.modal["blocks"] if one["block_id"] == key)
    return [one["value"] for one in block["element"]["options"]]
