"""Stopping a notice half-way, letting it go on, and the one reminder to who has not read it."""

from datetime import UTC, datetime

import pytest

from tests.flows.mededeling import (
    BETTER,
    FIRST,
    READ,
    STAFF,
    correct,
    entries,
    filled,
    lift,
    notices_to,
    open_status,
    progress,
    receivers,
    rows,
    send,
)
from tests.play import CAST, World, words
from workflows.engine.calendar import AMSTERDAM
from workflows.usecases.notice_clock import notice_clock

REMINDED = "Herinnering: mededeling van de directie"


def test_a_stop_keeps_what_was_sent_and_says_so_everywhere(world: World) -> None:
    directie = send(world, held_up=5)
    got = receivers(world, FIRST)
    assert len(got) == 11
    _open_from_home(world)
    directie.press("Stoppen")
    said = "Gestopt, vandaag om 10.00 uur. 11 van de 15 mensen hebben het bericht."
    assert said in directie.shown()
    assert "Stoppen" not in directie.buttons()
    world.advance(minutes=30)
    assert receivers(world, FIRST) == got
    assert said in progress(world)
    assert said in words(directie.home())
    directie.open_case()
    assert said in directie.shown()
    assert "mededeling_gestopt" in entries(world)


def test_who_was_not_reached_before_the_stop_does_not_read_it_on_the_home_page(sqlite_world: World) -> None:
    directie = send(sqlite_world, held_up=5)
    _open_from_home(sqlite_world)
    directie.press("Stoppen")
    got = receivers(sqlite_world, FIRST)
    for name in STAFF - {"directie"}:
        assert (FIRST in words(sqlite_world.who(name).home())) == (name in got), name


def test_it_goes_on_where_it_stopped_and_everybody_has_it_once(world: World) -> None:
    directie = send(world, held_up=5)
    _open_from_home(world)
    directie.press("Stoppen")
    world.advance(minutes=11)
    directie.press("Verder versturen")
    assert "wordt verder verstuurd" in directie.shown()
    world.settle()
    assert receivers(world, FIRST) == STAFF
    world.advance(seconds=31)
    assert "0 van 15 gelezen." in progress(world)
    assert entries(world).count("mededeling_hervat") == 1


def test_what_was_being_sent_at_the_stop_and_comes_back_does_not_go_out_and_later_does(sqlite_world: World) -> None:
    """A worker that had claimed some of it is told to wait by Slack, after the stop."""
    directie = send(sqlite_world, held_up=5)
    with sqlite_world.installation.context.store.write() as tx:
        waiting = "type = 'post' and state = 'waiting' and notice is not null"
        tx.exec_driver_sql(f"update deliveries set state = 'sending', lease_until = due_at where {waiting}")  # noqa: S608
    _open_from_home(sqlite_world)
    directie.press("Stoppen")
    with sqlite_world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update deliveries set state = 'waiting' where state = 'sending'")
    sqlite_world.advance(minutes=30)
    assert len(receivers(sqlite_world, FIRST)) == 11
    directie.press("Verder versturen")
    sqlite_world.settle()
    assert receivers(sqlite_world, FIRST) == STAFF


def test_after_a_stop_a_better_text_goes_to_everybody(sqlite_world: World) -> None:
    directie = send(sqlite_world, held_up=5)
    _open_from_home(sqlite_world)
    directie.press("Stoppen")
    correct(sqlite_world)
    sqlite_world.advance(minutes=11)
    assert receivers(sqlite_world, BETTER) == STAFF
    assert len(receivers(sqlite_world, FIRST)) == 11
    notice = rows(sqlite_world, "select id from notices where state = 'replaced'")[0][0]
    reply = sqlite_world.installation.desk.press(
        directie.user, "notice.resume", notice, context={}, answers={}, key="late"
    )
    assert "intussen veranderd" in reply.whisper


def test_after_a_stop_the_lifting_is_only_for_who_may_have_it(world: World) -> None:
    directie = send(world, held_up=5)
    got = receivers(world, FIRST)
    _open_from_home(world)
    directie.press("Stoppen")
    lift(world, settle=False)
    world.advance(minutes=11)
    assert receivers(world, "Mededeling opgeheven") == got


def test_a_lifting_while_it_is_under_way_stops_it_and_goes_to_who_has_it(sqlite_world: World) -> None:
    send(sqlite_world, held_up=5)
    got = receivers(sqlite_world, FIRST)
    directie = sqlite_world.who("directie")
    directie.open_case()
    directie.press("Mededeling opheffen")
    filled(directie)
    assert "11 mensen" in directie.shown()
    filled(directie)
    sqlite_world.advance(minutes=11)
    assert receivers(sqlite_world, FIRST) == got
    assert receivers(sqlite_world, "Mededeling opgeheven") == got


def test_there_is_nothing_to_stop_when_all_was_sent_and_a_second_stop_says_so(sqlite_world: World) -> None:
    directie = send(sqlite_world)
    open_status(directie)
    assert "Stoppen" not in directie.buttons()
    notice = rows(sqlite_world, "select id from notices")[0][0]
    desk = sqlite_world.installation.desk
    reply = desk.press(directie.user, "notice.stop", notice, context={}, answers={}, key="a")
    assert "Er valt niets meer te stoppen" in reply.whisper
    reply = desk.press(directie.user, "notice.resume", notice, context={}, answers={}, key="b")
    assert "wordt al verder verstuurd" in reply.whisper


def test_the_reminder_goes_once_at_the_chosen_hour_to_who_has_not_read_it(world: World) -> None:
    directie = send(world)
    world.who("melder").click(READ)
    open_status(directie)
    directie.press("Herinnering plannen")
    assert "Dat zijn er nu 14." in directie.shown()
    options = _options(world)
    assert len(options) <= 24
    assert all(8 <= datetime.fromisoformat(one).astimezone(AMSTERDAM).hour < 17 for one in options[1:])
    filled(directie, moment=_at(14))
    assert "Herinnering gepland: vandaag om 14.00 uur." in directie.shown()
    world.advance(hours=3)
    assert not receivers(world, REMINDED)
    world.who("hr").click(READ)
    world.advance(hours=1, minutes=1)
    assert receivers(world, REMINDED) == STAFF - {"melder", "hr"}
    reminder = notices_to(world, "leerkracht", REMINDED)[0]
    assert FIRST in words(reminder["blocks"])
    world.who("leerkracht").click(READ, message=reminder)
    world.advance(hours=30)
    assert "3 van 15 gelezen." in progress(world)
    assert "Herinnering plannen" not in _status_buttons(world)
    assert entries(world).count("mededeling_herinnerd") == 1


def test_a_reminder_can_be_moved_and_taken_back_until_it_is_sent(sqlite_world: World) -> None:
    directie = send(sqlite_world)
    open_status(directie)
    for moment in (_at(14), _at(15)):
        directie.press("Herinnering plannen" if moment == _at(14) else "Herinnering wijzigen")
        filled(directie, moment=moment)
    assert "vandaag om 15.00 uur" in directie.shown()
    directie.press("Herinnering wijzigen")
    filled(directie, moment="geen")
    assert "Er gaat geen herinnering uit." in directie.shown()
    sqlite_world.advance(days=2)
    assert not receivers(sqlite_world, REMINDED)


def test_outside_the_hours_of_the_school_as_soon_as_possible_is_the_next_morning(sqlite_world: World) -> None:
    directie = send(sqlite_world)
    sqlite_world.advance(hours=10)
    open_status(directie)
    directie.press("Herinnering plannen")
    assert "Zo snel mogelijk (morgen om 8.00 uur)" in str(directie.modal["blocks"])
    filled(directie, moment="nu")
    sqlite_world.advance(hours=11)
    assert not receivers(sqlite_world, REMINDED)
    sqlite_world.advance(hours=2)
    assert receivers(sqlite_world, REMINDED) == STAFF


@pytest.mark.parametrize("moment", ["", "x", "2026-11-24T22:00:00+00:00", "2027-11-24T10:00:00+00:00", "2026-11-24"])
def test_a_moment_that_was_never_offered_is_refused(sqlite_world: World, moment: str) -> None:
    send(sqlite_world)
    notice = rows(sqlite_world, "select id from notices")[0][0]
    reply = sqlite_world.installation.desk.submit(
        CAST["directie"], "notice_remind", context={"notice": notice}, answers={"moment": moment}, key="m"
    )
    assert "moment" in reply.errors


def test_a_reminder_of_a_notice_that_was_lifted_does_not_go_out(sqlite_world: World) -> None:
    directie = send(sqlite_world)
    _plan(sqlite_world, _at(14))
    lift(sqlite_world)
    sqlite_world.advance(days=1)
    assert not receivers(sqlite_world, REMINDED)
    notice = rows(sqlite_world, "select id from notices where type = 'mededeling'")[0][0]
    reply = sqlite_world.installation.desk.press(
        directie.user, "notice.remind", notice, context={}, answers={}, key="late"
    )
    assert "Marjan Visser heeft deze mededeling intussen opgeheven" in reply.whisper


def test_a_planned_reminder_is_for_the_better_text(sqlite_world: World) -> None:
    send(sqlite_world)
    _plan(sqlite_world, _at(14))
    correct(sqlite_world)
    sqlite_world.advance(hours=5)
    assert receivers(sqlite_world, REMINDED) == STAFF
    assert BETTER in notices_to(sqlite_world, "hr", REMINDED)[0]["text"]
    assert FIRST not in notices_to(sqlite_world, "hr", REMINDED)[0]["text"]


def test_who_was_not_reached_before_a_stop_gets_no_reminder_either(sqlite_world: World) -> None:
    directie = send(sqlite_world, held_up=5)
    got = receivers(sqlite_world, FIRST)
    _open_from_home(sqlite_world)
    directie.press("Stoppen")
    _plan(sqlite_world, _at(14))
    sqlite_world.advance(hours=5)
    assert receivers(sqlite_world, REMINDED) == got


def test_two_workers_that_look_at_once_remind_and_mark_once(sqlite_world: World) -> None:
    send(sqlite_world)
    _plan(sqlite_world, _at(14))
    sqlite_world.drive("clock", {"advance": 5 * 3600})
    ctx = sqlite_world.installation.context
    assert [notice_clock(ctx), notice_clock(ctx)] == [1, 0]


def _at(hour: int) -> str:
    local = datetime(2026, 11, 24, hour, tzinfo=AMSTERDAM)
    return datetime.fromtimestamp(local.timestamp(), tz=UTC).isoformat()


def _options(world: World) -> list[str]:
    blocks = world.who("directie").modal["blocks"]
    element = next(one["element"] for one in blocks if one["block_id"] == "moment")
    return [one["value"] for one in element["options"]]


def _plan(world: World, moment: str) -> None:
    notice = rows(world, "select id from notices where state = 'running'")[0][0]
    reply = world.installation.desk.submit(
        CAST["directie"], "notice_remind", context={"notice": notice}, answers={"moment": moment}, key=f"plan{moment}"
    )
    assert reply.form is not None


def _open_from_home(world: World) -> None:
    """Directie opens who read it from the case: her own message may still wait."""
    directie = world.who("directie")
    directie.open_case()
    directie.press("Wie las het?")


def _status_buttons(world: World) -> list[str]:
    _open_from_home(world)
    return world.who("directie").buttons()
