"""The clock and the people: a word beforehand, part-timers, the overview of the day, and tasks that move along."""

from datetime import datetime, timedelta

from models import absences, people
from models.absences import Leave
from tests.flows.test_ontsporing import report
from tests.models.rows import at_once, person_id
from tests.play import ROOT, World
from workflows.cards.elements import Card
from workflows.engine.calendar import AMSTERDAM
from workflows.usecases.audit import audit
from workflows.usecases.context import in_one
from workflows.usecases.digest import digest
from workflows.usecases.health import beat, look
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff
from workflows.usecases.tell import post
from workflows.usecases.tick import tick

STAFF = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8")
EVENING = datetime(2026, 11, 24, 21, 0, tzinfo=AMSTERDAM)


def texts(world: World, who: str) -> list[str]:
    return [message["text"] for message in world.who(who).messages]


def with_staff(world: World, line: str, new: str) -> None:
    """Import the demo staff with one line changed; an empty new line takes that person out."""
    assert line in STAFF, line
    changed = STAFF.replace(line, new).replace("\n\n", "\n")
    import_staff(world.installation.context, read_staff(changed.encode()), "test")


def ingrid(away: str = "", workdays: str = "") -> tuple[str, str]:
    """Ingrid's line as it is, and with days away (from,until) and workdays."""
    start = "ingrid@regenboog.example,Ingrid de Wit,Teamleider bovenbouw,De Regenboog,,"
    people = "marjan@regenboog.example,bas@regenboog.example"
    return f"{start}{people},,,\n", f"{start}{people},{away or ','},{workdays}\n"


def away_in_the_app(world: World, email: str, first: str, last: str, deputy: str | None = None) -> None:
    ctx = world.installation.context
    with ctx.store.write() as tx:
        ids = {one.email: one.id for one in people.everyone(tx)}
        days = [datetime.fromisoformat(day).date() for day in (first, last)]
        row = Leave(
            id=ctx.new_id(), person=ids[email], first=days[0], last=days[1], deputy=ids.get(deputy or ""),
            set_by=ids[email], set_at=ctx.now(),
        )  # fmt: skip
        absences.add(tx, row)


def test_who_is_asked_hears_beforehand_at_the_end_and_then_the_next_one_is_asked(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.settle()
    for minutes in (89, 2, 30, 120):
        sqlite_world.advance(minutes=minutes)
    heard = [text for text in texts(sqlite_world, "leidinggevende") if "Zaak" in text or "Herinnering" in text]
    assert any("nog tijd" in text and "12.00" in text for text in heard)
    assert any(text.startswith("Herinnering") for text in heard)
    assert "heeft nog niet gereageerd" not in "".join(texts(sqlite_world, "leidinggevende"))
    assert any("2026-0001" in text for text in texts(sqlite_world, "vervanger"))


def test_after_a_long_silence_the_task_has_climbed_to_the_bestuur(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.settle()
    assert not texts(sqlite_world, "bestuur")
    sqlite_world.advance(days=4)
    for who in ("vervanger", "directie", "bestuur"):
        assert any("2026-0001" in text for text in texts(sqlite_world, who)), who
    assert not texts(sqlite_world, "toezicht")


def test_a_word_beforehand_that_comes_too_late_is_not_said(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.drive("clock", {"advance": timedelta(hours=3).total_seconds()})
    sqlite_world.settle()
    assert not any("nog tijd" in text for text in texts(sqlite_world, "leidinggevende"))
    assert any(text.startswith("Herinnering") for text in texts(sqlite_world, "leidinggevende"))


def test_an_absence_in_a_new_staff_file_moves_open_tasks_at_once_and_back_after_it(sqlite_world: World) -> None:
    sqlite_world.set_clock(datetime(2026, 11, 24, 16, 30, tzinfo=AMSTERDAM))
    report(sqlite_world)
    with_staff(sqlite_world, *ingrid(away="2026-11-24,2026-11-24"))
    sqlite_world.settle()
    assert "U vervangt Ingrid de Wit" in str(sqlite_world.who("vervanger").messages)
    assert "overgenomen" in texts(sqlite_world, "leidinggevende")[-1]
    sqlite_world.set_clock(datetime(2026, 11, 25, 7, 0, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert "overgenomen" in texts(sqlite_world, "leidinggevende")[-1]
    sqlite_world.set_clock(datetime(2026, 11, 25, 8, 1, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert not any("overgenomen" in text for text in texts(sqlite_world, "leidinggevende")[-1:])
    assert any("overgenomen" in text for text in texts(sqlite_world, "vervanger"))


def test_an_absence_that_begins_later_moves_nothing_until_that_morning(sqlite_world: World) -> None:
    away_in_the_app(sqlite_world, "ingrid@regenboog.example", "2026-11-26", "2026-11-27", "peter@regenboog.example")
    report(sqlite_world)
    sqlite_world.settle()
    assert not named(sqlite_world, "peter@regenboog.example")
    sqlite_world.set_clock(datetime(2026, 11, 26, 8, 1, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert "U vervangt Ingrid de Wit, afwezig tot en met" in str(named(sqlite_world, "peter@regenboog.example"))


def named(world: World, email: str) -> list[dict[str, object]]:
    """The messages of somebody who is not of the fixed cast."""
    with world.installation.context.store.read() as tx:
        found = people.by_email(tx, email)
    assert found is not None
    return list(world.who(str(found.member)).messages)


def test_who_leaves_loses_the_case_at_once_and_it_goes_on_with_somebody_else(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.settle()
    line = next(one for one in STAFF.splitlines() if one.startswith("ingrid@"))
    others = STAFF.replace(line + "\n", "").replace("ingrid@regenboog.example", "bas@regenboog.example")
    others = others.replace(
        "marjan@regenboog.example,bas@regenboog.example,,,\nmarjan", "marjan@regenboog.example,,,,\nmarjan"
    )
    import_staff(sqlite_world.installation.context, read_staff(others.encode()), "test")
    sqlite_world.who("leidinggevende").click("Bekijk en beslis")
    assert "niet meer" in str(sqlite_world.who("leidinggevende").whispers)
    sqlite_world.settle()
    assert any("2026-0001" in text for text in texts(sqlite_world, "vervanger"))


def test_a_reminder_waits_for_a_day_on_which_the_part_timer_works(sqlite_world: World) -> None:
    """Ingrid works on Monday and Tuesday; her deputy, asked on her day off, works too and gets the task."""
    with_staff(sqlite_world, *ingrid(workdays="ma;di"))
    sqlite_world.set_clock(datetime(2026, 11, 24, 16, 30, tzinfo=AMSTERDAM))
    report(sqlite_world)
    sqlite_world.settle()
    assert any("2026-0001" in text for text in texts(sqlite_world, "leidinggevende"))
    for hour in (9, 10):
        sqlite_world.set_clock(datetime(2026, 11, 25, hour, 0, tzinfo=AMSTERDAM))
        sqlite_world.settle()
    assert not any(text.startswith("Herinnering") for text in texts(sqlite_world, "leidinggevende"))
    sqlite_world.set_clock(datetime(2026, 11, 25, 11, 30, tzinfo=AMSTERDAM))
    report(sqlite_world)
    sqlite_world.settle()
    assert "die op woensdag niet werkt" in str(sqlite_world.who("vervanger").messages)
    sqlite_world.set_clock(datetime(2026, 11, 30, 8, 30, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert any(text.startswith("Herinnering, zaak 2026-0001") for text in texts(sqlite_world, "leidinggevende"))


def test_once_a_working_day_each_hears_what_merely_waits(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.settle()
    overview = "Dit wacht op u"

    def overviews() -> list[str]:
        return [text for text in texts(sqlite_world, "leidinggevende") if text.startswith(overview)]

    assert overviews() == []
    sqlite_world.set_clock(datetime(2026, 11, 25, 8, 15, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert overviews() == []
    for minute in (31, 45):
        sqlite_world.set_clock(datetime(2026, 11, 25, 8, minute, tzinfo=AMSTERDAM))
        sqlite_world.settle()
    assert len(overviews()) == 1
    assert "2026-0001" in overviews()[0]
    assert not any(text.startswith(overview) for text in texts(sqlite_world, "buitenstaander"))
    for day in (28, 29):
        sqlite_world.set_clock(datetime(2026, 11, day, 10, 0, tzinfo=AMSTERDAM))
        sqlite_world.settle()
    assert len(overviews()) == 1


def test_an_overview_that_could_not_be_sent_that_day_makes_room_for_the_next_one(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.settle()
    sqlite_world.set_clock(datetime(2026, 11, 25, 16, 59, 50, tzinfo=AMSTERDAM))
    ctx = sqlite_world.installation.context
    tick(ctx)
    assert digest(ctx) >= 1
    sqlite_world.set_clock(EVENING + timedelta(days=1))
    before = len(sqlite_world.who("leidinggevende").messages)
    sqlite_world.settle()
    assert len(sqlite_world.who("leidinggevende").messages) == before
    sqlite_world.set_clock(datetime(2026, 11, 26, 8, 0, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert not any(text.startswith("Dit wacht op u") for text in texts(sqlite_world, "leidinggevende"))
    sqlite_world.set_clock(datetime(2026, 11, 26, 8, 31, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert sum(text.startswith("Dit wacht op u") for text in texts(sqlite_world, "leidinggevende")) == 1


def test_the_auditor_tells_the_administrator_once_and_of_a_confidential_case_the_bestuur_alone(
    sqlite_world: World,
) -> None:
    report(sqlite_world)
    report(sqlite_world, zedenvermoeden="ja")
    sqlite_world.settle()
    ctx = sqlite_world.installation.context
    assert audit(ctx) == ()
    in_one(ctx, lambda tx: tx.exec_driver_sql("delete from deadlines"))
    sqlite_world.drive("clock", {"advance": timedelta(hours=6).total_seconds()})
    assert audit(ctx) == audit(ctx) == ("2026-0001", "2026-900001")
    sqlite_world.settle()
    told = [one for one in texts(sqlite_world, "beheerder") if "zonder gevolg" in one]
    assert [("2026-0001" in one, "900001" in one, "zaak waarvan" in one) for one in told] == [(True, False, False)]
    told = [one for one in texts(sqlite_world, "bestuur") if "zonder gevolg" in one]
    assert [("2026-0001" in one, "2026-900001" in one) for one in told] == [(False, True)]


def test_no_figure_tells_that_a_confidential_case_is_stuck_and_a_worker_that_stopped_is_told_without_it(
    sqlite_world: World,
) -> None:
    report(sqlite_world, zedenvermoeden="ja")
    ctx = sqlite_world.installation.context
    sqlite_world.drive("clock", {"advance": timedelta(days=3).total_seconds()})
    assert (look(ctx).missed, look(ctx).problem) == (0, "")
    beat(ctx)
    assert look(ctx).problem == ""
    sqlite_world.drive("clock", {"advance": timedelta(minutes=16).total_seconds()})
    assert look(ctx).problem == "no worker has looked at the clock for 15 minutes"
    beat(ctx)
    assert look(ctx).problem == ""


def test_who_turns_out_not_to_be_in_slack_is_passed_over_and_asked_again_when_found(sqlite_world: World) -> None:
    """The staff file names a new leader whose account is made a day later."""
    line = next(one for one in STAFF.splitlines() if one.startswith("sanne@"))
    new = (
        "nieuw@regenboog.example,Nieuw Hier,Teamleider,De Regenboog,,marjan@regenboog.example,bas@regenboog.example,,,"
    )
    with_staff(sqlite_world, line, line.replace("ingrid@", "nieuw@") + "\n" + new)
    report(sqlite_world)
    sqlite_world.settle()
    assert "Nieuw Hier is niet bereikbaar in Slack" in str(sqlite_world.who("vervanger").messages)
    with sqlite_world.installation.context.store.read() as tx:
        failed = tx.exec_driver_sql("select reason from deliveries where state = 'failed'").scalar()
    assert "Slack" in str(failed)


def test_what_keeps_quiet_is_not_sent_at_night_even_when_it_waited_for_slack(sqlite_world: World) -> None:
    sqlite_world.set_clock(datetime(2026, 11, 24, 14, 59, tzinfo=AMSTERDAM))
    report(sqlite_world)
    ctx = sqlite_world.installation.context
    sqlite_world.set_clock(datetime(2026, 11, 24, 16, 59, 58, tzinfo=AMSTERDAM))
    assert tick(ctx) > 0
    sqlite_world.set_clock(EVENING)
    before = texts(sqlite_world, "leidinggevende")
    sqlite_world.settle()
    assert len(texts(sqlite_world, "leidinggevende")) == len(before)
    sqlite_world.set_clock(datetime(2026, 11, 25, 8, 0, 5, tzinfo=AMSTERDAM))
    sqlite_world.settle()
    assert any("2026-0001" in text for text in texts(sqlite_world, "leidinggevende")[len(before) :])


def test_workers_that_come_at_once_make_one_overview_for_each_and_a_restart_makes_no_second(world: World) -> None:
    report(world)
    world.set_clock(datetime(2026, 11, 25, 9, 0, tzinfo=AMSTERDAM))
    made = sum(at_once(lambda _: digest(world.installation.context), 3))
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select count(*) from deliveries where substr(key, 1, 7) = 'digest:'").scalar()
    assert made == rows == 1
    world.restart()
    assert digest(world.installation.context) == 0


def test_who_turns_out_to_be_closed_in_slack_loses_every_open_task_and_not_only_that_of_the_message(
    sqlite_world: World,
) -> None:
    report(sqlite_world)
    ctx = sqlite_world.installation.context
    with ctx.store.read() as tx:
        ingrid = person_id(tx, "ingrid@regenboog.example")
    card = Card(text="Dag", elements=())
    in_one(ctx, lambda tx: post(ctx, tx, "losse-brief", ingrid, card))
    sqlite_world.drive("faults", {"method": "chat.postMessage", "times": 1, "error": "user_disabled"})
    sqlite_world.settle()
    assert any("2026-0001" in text for text in texts(sqlite_world, "vervanger"))
    assert "overgenomen" in "".join(texts(sqlite_world, "leidinggevende"))
