"""Being away, over signed HTTP: who sets it, who gets what waits, and who hears and sees of it."""

from datetime import date, datetime, timedelta
from typing import Any

from models import absences, people
from tests.flows.test_ontsporing import report
from tests.play import CAST, Hands, World, words
from workflows.engine.calendar import AMSTERDAM

TODAY, THURSDAY = "2026-11-24", "2026-11-26"
MONDAY, FRIDAY = "2026-11-30", "2026-12-04"
NEXT_WEEK = "van maandag 30 november tot en met vrijdag 4 december"


def press_home(world: World, who: str, label: str, *, nth: int = 0) -> Hands:
    """Press a button on the home page; returns the hands with what came of it."""
    hands = world.who(who)
    view = hands.home()
    found = [(block["block_id"], one) for block in view["blocks"] for one in block.get("elements", [])]
    block_id, button = [one for one in found if words(one[1].get("text", "")) == label][nth]
    given = {"user": hands.user, "view": view["id"], "block_id": block_id, "action_id": button["action_id"]}
    answer = world.drive("click", given)
    assert answer["ok"], answer
    return hands


def set_away(world: World, who: str, first: str, last: str = "", **more: str) -> str:
    """Report days away and return what the app says it understood."""
    label = "Afwezigheid van een collega" if "wie" in more else "Ik ben afwezig"
    hands = press_home(world, who, label)
    answers = {"van": first} | ({"tot_en_met": last} if last else {}) | more
    answer = hands.fill(**answers)
    assert answer["ok"], answer
    assert not hands.modal.get("errors"), hands.modal["errors"]
    return hands.shown()


def refused(world: World, who: str, **answers: str) -> dict[str, str]:
    """Report days away that cannot be; returns the sentences by field."""
    hands = press_home(world, who, "Afwezigheid van een collega" if "wie" in answers else "Ik ben afwezig")
    hands.fill(**answers)
    errors: dict[str, str] = hands.modal["errors"]
    assert errors, hands.shown()
    return errors


def home(world: World, who: str) -> str:
    return words(world.who(who).home()["blocks"])


def until(world: World, day: str, hour: int = 9) -> None:
    world.set_clock(datetime.combine(date.fromisoformat(day), datetime.min.time(), AMSTERDAM) + timedelta(hours=hour))
    world.settle()


def texts(world: World, who: str) -> list[str]:
    return [one["text"] for one in world.who(who).messages]


def card(world: World, who: str) -> str:
    """All that a person reads on their living card of the case, not in a reminder or the daily list."""
    read = [words(one["blocks"]) for one in world.who(who).messages if "2026-0001" in one["text"]]
    return [one for one in read if "Herinnering" not in one and "overzicht" not in one][-1]


def kept(world: World, who: str) -> list[absences.Leave]:
    with world.installation.context.store.read() as tx:
        person = people.by_member(tx, CAST[who])
        assert person is not None
        return absences.coming(tx, [person.id], date(2026, 1, 1))


def send(world: World, who: str, form: str, key: str = "k", **answers: str) -> Any:
    """Hand in a form as if Slack sent it, whatever was shown."""
    return world.installation.desk.submit(CAST[who], form, context={}, answers=answers, key=key)


def test_who_is_ill_this_evening_says_so_and_the_deputy_gets_what_waits(world: World) -> None:
    until(world, TODAY, 21)
    report(world)
    said = set_away(world, "leidinggevende", TODAY, THURSDAY)
    assert "U bent afwezig van dinsdag 24 november tot en met donderdag 26 november." in said
    assert "Bas Mulder vervangt u." in said
    assert "Er gaat nu 1 taak naar Bas Mulder." in said
    world.settle()
    days = "van dinsdag 24 november tot en met donderdag 26 november"
    assert texts(world, "vervanger").count(f"U vervangt Ingrid de Wit {days}.") == 1
    assert "U vervangt Ingrid de Wit, afwezig tot en met donderdag 26 november." in card(world, "vervanger")
    assert "deze taak is overgenomen" in card(world, "leidinggevende")
    assert "Naar de directie" in world.who("vervanger").open_case()
    page = home(world, "leidinggevende")
    assert "U bent afwezig tot en met donderdag 26 november. Bas Mulder vervangt u." in page
    assert "Er wacht niets op u." in page


def test_days_that_are_still_to_come_move_nothing_until_that_day_and_nothing_stays_behind(world: World) -> None:
    report(world, spoed="ja")
    assert "Er ga" not in set_away(world, "leidinggevende", THURSDAY, THURSDAY)
    world.settle()
    assert "U vervangt Ingrid de Wit op donderdag 26 november." in texts(world, "vervanger")
    assert not any("Strategie" in one for one in texts(world, "vervanger"))
    assert "U bent afwezig tot en met" not in home(world, "leidinggevende")
    until(world, THURSDAY)
    assert "U vervangt Ingrid de Wit, afwezig tot en met" in card(world, "vervanger")
    until(world, "2026-11-27")
    assert "Bekijk en beslis" in card(world, "leidinggevende")
    assert "deze taak is overgenomen" in card(world, "vervanger")
    assert "is afwezig" not in home(world, "directie")


def test_a_message_about_later_days_waits_for_working_hours_and_is_not_sent_when_they_were_withdrawn(
    sqlite_world: World,
) -> None:
    until(sqlite_world, TODAY, 21)
    set_away(sqlite_world, "leidinggevende", MONDAY, FRIDAY)
    sqlite_world.settle()
    assert not any("U vervangt" in one for one in texts(sqlite_world, "vervanger"))
    press_home(sqlite_world, "leidinggevende", "Intrekken")
    until(sqlite_world, "2026-11-25", 10)
    assert not any("vervang" in one for one in texts(sqlite_world, "vervanger"))


def test_who_withdraws_later_days_is_told_so_and_the_deputy_too(sqlite_world: World) -> None:
    set_away(sqlite_world, "leidinggevende", MONDAY, FRIDAY)
    sqlite_world.settle()
    assert NEXT_WEEK in home(sqlite_world, "leidinggevende")
    hands = press_home(sqlite_world, "leidinggevende", "Intrekken")
    assert f"De afwezigheid {NEXT_WEEK} is ingetrokken." in hands.shown()
    sqlite_world.settle()
    assert f"U hoeft Ingrid de Wit niet te vervangen {NEXT_WEEK}. De afwezigheid is ingetrokken." in texts(
        sqlite_world, "vervanger"
    )
    assert kept(sqlite_world, "leidinggevende") == []
    assert NEXT_WEEK not in words(sqlite_world.look(CAST["leidinggevende"])["home"]["blocks"])


def test_who_is_back_early_has_today_again_and_gets_back_what_still_waits(sqlite_world: World) -> None:
    report(sqlite_world, spoed="ja")
    set_away(sqlite_world, "leidinggevende", TODAY)
    sqlite_world.settle()
    assert "U bent afwezig tot nader bericht. Bas Mulder vervangt u." in home(sqlite_world, "leidinggevende")
    until(sqlite_world, "2026-11-25")
    assert (
        "Vanaf vandaag komt alles weer bij u." in press_home(sqlite_world, "leidinggevende", "Ik ben er weer").shown()
    )
    sqlite_world.settle()
    assert [one.last for one in kept(sqlite_world, "leidinggevende")] == [date(2026, 11, 24)]
    assert "Ingrid de Wit is er weer. U vervangt Ingrid de Wit niet meer." in texts(sqlite_world, "vervanger")
    assert "Bekijk en beslis" in card(sqlite_world, "leidinggevende")


def test_directie_sets_a_colleague_away_and_the_colleague_can_put_it_right(sqlite_world: World) -> None:
    said = set_away(sqlite_world, "directie", MONDAY, FRIDAY, wie=CAST["leidinggevende"], vervanger=CAST["directie"])
    assert f"Ingrid de Wit is afwezig {NEXT_WEEK}. Marjan Visser vervangt Ingrid de Wit." in said
    sqlite_world.settle()
    told = f"Marjan Visser heeft opgegeven dat u afwezig bent {NEXT_WEEK}."
    assert any(one.startswith(told) for one in texts(sqlite_world, "leidinggevende"))
    assert f"Ingrid de Wit is afwezig {NEXT_WEEK}." in home(sqlite_world, "directie")
    assert f"U bent afwezig {NEXT_WEEK}. Marjan Visser vervangt u." in home(sqlite_world, "leidinggevende")
    press_home(sqlite_world, "leidinggevende", "Intrekken")
    sqlite_world.settle()
    assert "Ingrid de Wit is afwezig" not in home(sqlite_world, "directie")


def test_directie_says_that_a_colleague_is_back(sqlite_world: World) -> None:
    set_away(sqlite_world, "leidinggevende", TODAY)
    hands = press_home(sqlite_world, "directie", "Is er weer")
    assert "Vanaf vandaag komt alles weer bij Ingrid de Wit." in hands.shown()
    sqlite_world.settle()
    assert any("heeft opgegeven dat u er weer bent" in one for one in texts(sqlite_world, "leidinggevende"))
    assert kept(sqlite_world, "leidinggevende") == []


def test_two_who_replace_each_other_and_are_both_away_leave_it_to_directie(sqlite_world: World) -> None:
    report(sqlite_world, spoed="ja")
    set_away(sqlite_world, "vervanger", TODAY, THURSDAY)
    said = set_away(sqlite_world, "leidinggevende", TODAY, THURSDAY)
    assert "Er is dan geen vervanger: uw taken gaan naar Marjan Visser (directie)." in said
    assert "Er gaat nu 1 taak naar Marjan Visser." in said
    sqlite_world.settle()
    assert "Strategie bepalen" in card(sqlite_world, "directie")
    assert not any("Strategie" in one or "U vervangt" in one for one in texts(sqlite_world, "vervanger"))


def test_who_has_no_deputy_is_told_who_gets_the_tasks(sqlite_world: World) -> None:
    said = set_away(sqlite_world, "melder", TODAY)
    assert "Er is dan geen vervanger: uw taken gaan naar Marjan Visser (directie)." in said


def test_the_help_of_the_app_has_the_same_buttons(sqlite_world: World) -> None:
    hands = sqlite_world.who("leidinggevende")
    hands.command("/ruggespraak")
    hands.press("Ik ben afwezig")
    assert "Kiest u niemand, dan is dat Bas Mulder." in hands.shown()
    assert hands.fill(van=TODAY)["ok"]
    assert "Bas Mulder vervangt u." in hands.shown()
    hands.command("/ruggespraak")
    hands.press("Ik ben er weer")
    assert "Welkom terug." in hands.shown()


def test_nobody_else_sees_who_is_away(sqlite_world: World) -> None:
    set_away(sqlite_world, "leidinggevende", TODAY, THURSDAY)
    sqlite_world.settle()
    assert "Ingrid de Wit is afwezig" in home(sqlite_world, "directie")
    for name in ("melder", "vervanger", "hr", "leerkracht", "beheerder", "pr", "toezicht", "buitenstaander"):
        assert "Ingrid" not in home(sqlite_world, name), name


def test_the_same_form_sent_twice_is_one_period_and_says_the_same(world: World) -> None:
    first = send(world, "leidinggevende", "leave", van=MONDAY, key="V1:leave:1")
    again = send(world, "leidinggevende", "leave", van=MONDAY, key="V1:leave:1")
    world.settle()
    assert first.form == again.form
    assert len(kept(world, "leidinggevende")) == 1
    assert len([one for one in texts(world, "vervanger") if "U vervangt" in one]) == 1


def test_the_record_holds_days_and_people_and_no_reason(sqlite_world: World) -> None:
    set_away(sqlite_world, "leidinggevende", MONDAY, FRIDAY)
    press_home(sqlite_world, "leidinggevende", "Intrekken")
    with sqlite_world.installation.context.store.read() as tx:
        rows = [dict(one) for one in tx.exec_driver_sql("select * from entries").mappings()]
    kinds = [one["type"] for one in rows if str(one["type"]).startswith("afwezigheid")]
    assert kinds == ["afwezigheid_gemeld", "afwezigheid_ingetrokken"]
    stored = str([one["data"] for one in rows])
    assert MONDAY in stored
    assert "Ingrid" not in stored
