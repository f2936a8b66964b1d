"""The one reminder of a notice: when it goes, and only to who has the notice and has not read it."""

from datetime import UTC, datetime

import pytest

from tests.flows.mededeling import (
    BETTER,
    BY_ALL_WAYS,
    FIRST,
    HELD_UP,
    READ,
    STAFF,
    correct,
    entries,
    filled,
    find_again,
    lift,
    lose_sight,
    notices_to,
    open_status,
    progress,
    receivers,
    rows,
    send,
    stop,
)
from tests.models.rows import person_id
from tests.play import CAST, World, words
from workflows.engine.calendar import AMSTERDAM
from workflows.usecases.notice_clock import notice_clock

REMINDED = "Herinnering: mededeling van de directie"


def test_the_reminder_goes_once_at_the_chosen_hour_to_who_has_not_read_it(world: World) -> None:
    directie = send(world)
    world.who("melder").click(READ)
    open_status(directie)
    directie.press("Herinnering plannen")
    assert "Nu nog niet gelezen: 14." in directie.shown()
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


@BY_ALL_WAYS
def test_who_was_not_reached_before_a_stop_gets_no_reminder_either(sqlite_world: World, via: str) -> None:
    send(sqlite_world, via=via, held_up=HELD_UP[via])
    got = receivers(sqlite_world, FIRST)
    _plan(sqlite_world, _at(14))
    stop(sqlite_world)
    sqlite_world.advance(hours=5)
    assert receivers(sqlite_world, REMINDED) == got
    assert ("herinnering_vervallen" in entries(sqlite_world)) == (not got)


def test_a_reminder_of_what_nobody_has_cannot_be_planned(sqlite_world: World) -> None:
    send(sqlite_world, via="kanaal", held_up=2)
    directie = stop(sqlite_world)
    assert "Herinnering plannen" not in directie.buttons()
    notice = rows(sqlite_world, "select id from notices")[0][0]
    reply = sqlite_world.installation.desk.press(
        directie.user, "notice.remind", notice, context={}, answers={}, key="r"
    )
    assert "Niemand heeft deze mededeling gekregen." in reply.whisper


def test_a_reminder_of_what_stands_in_the_channel_goes_to_everybody_also_when_it_waited(sqlite_world: World) -> None:
    send(sqlite_world, via="kanaal", held_up=2)
    _plan(sqlite_world, _at(14))
    sqlite_world.drive("clock", {"advance": 5 * 3600})
    notice_clock(sqlite_world.installation.context)
    assert not receivers(sqlite_world, REMINDED)
    sqlite_world.settle()
    sqlite_world.settle()
    assert receivers(sqlite_world, REMINDED) == STAFF


def test_a_reminder_that_waits_for_the_morning_does_not_go_to_who_lost_the_text_meanwhile(
    sqlite_world: World,
) -> None:
    send(sqlite_world)
    _plan(sqlite_world, _at(14))
    sqlite_world.drive("clock", {"advance": 5 * 3600})
    notice_clock(sqlite_world.installation.context)
    with sqlite_world.installation.context.store.write() as tx:
        hr = f"person = '{person_id(tx, 'fatima@regenboog.example')}'"
        tx.exec_driver_sql(f"update deliveries set state = 'moot' where notice is not null and {hr}")  # noqa: S608
    sqlite_world.settle()
    assert receivers(sqlite_world, REMINDED) == STAFF - {"hr"}


def test_one_message_that_is_still_looked_for_does_not_keep_the_reminder_from_the_others(sqlite_world: World) -> None:
    send(sqlite_world)
    lose_sight(sqlite_world, "hr")
    _plan(sqlite_world, _at(14))
    sqlite_world.advance(hours=5)
    assert receivers(sqlite_world, REMINDED) == STAFF - {"hr"}
    find_again(sqlite_world)
    sqlite_world.advance(hours=1)
    assert receivers(sqlite_world, REMINDED) == STAFF - {"hr"}


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
