"""Reading a notice: in a direct message, in the channel, on the home page, by who came later; and without a button."""

from pathlib import Path

import pytest

from tests.flows.mededeling import (
    CHANNEL,
    FIRST,
    READ,
    correct,
    filled,
    in_channel,
    notices_to,
    open_status,
    press_home,
    progress,
    rows,
    send,
)
from tests.flows.test_overdragen import staff
from tests.flows.test_scholen_melder import ZON
from tests.play import World, words

TESSA = "tessa@regenboog.example,Tessa Vermeer,Leerkracht,{school},,peter@regenboog.example,,,,"


def test_a_direct_message_is_replaced_for_its_reader_and_a_second_click_changes_nothing(sqlite_world: World) -> None:
    send(sqlite_world)
    melder = sqlite_world.who("melder")
    message = notices_to(sqlite_world, "melder", FIRST)[0]
    melder.click(READ, message=message)
    assert READ not in words(notices_to(sqlite_world, "melder", FIRST)[0]["blocks"])
    sqlite_world.advance(minutes=5)
    notice = rows(sqlite_world, "select id from notices")[0][0]
    reply = sqlite_world.installation.desk.press(
        melder.user, "notice.read", f"{notice}|direct", context={}, answers={}, key="again"
    )
    assert "U heeft dit gelezen, vandaag om 10.00 uur." in str(reply.card)
    assert "1 van 15 gelezen." in progress(sqlite_world)


def test_the_channel_post_counts_its_readers_at_most_once_per_fifteen_seconds(world: World) -> None:
    send(world, via="kanaal")
    assert "0 van 15 gelezen." in in_channel(world)[0]
    for name in ("melder", "hr", "leerkracht"):
        hands = world.who(name)
        hands.click(READ, message={**hands.in_channel(CHANNEL)[0], "channel": CHANNEL})
        assert "Dank u wel, genoteerd." in hands.whispers
    world.settle()
    assert "0 van 15 gelezen." in in_channel(world)[0]
    world.advance(seconds=16)
    assert "3 van 15 gelezen." in in_channel(world)[0]
    assert READ in in_channel(world)[0]
    # One at the sending, one for the three readers.
    assert len(rows(world, "select key from deliveries where substr(key, 1, 6) = 'count:' and state = 'sent'")) <= 2


def test_however_fast_people_read_the_sender_sees_it_go_up(sqlite_world: World) -> None:
    """What is shown at the end of a window is not overtaken by what is queued in the next one."""
    send(sqlite_world)
    sqlite_world.advance(seconds=60)
    sqlite_world.who("melder").click(READ)
    sqlite_world.drive("clock", {"advance": 16})
    sqlite_world.who("hr").click(READ)
    sqlite_world.settle()
    assert "2 van 15 gelezen." in progress(sqlite_world)


def test_who_reads_an_old_post_in_the_channel_is_told_of_the_new_one(sqlite_world: World) -> None:
    send(sqlite_world, via="kanaal")
    melder = sqlite_world.who("melder")
    old = {**melder.in_channel(CHANNEL)[0], "channel": CHANNEL}
    correct(sqlite_world, settle=False)
    melder.click(READ, message=old)
    assert any("Er is intussen een nieuwe tekst" in one for one in melder.whispers)


def test_on_the_home_page_it_is_read_too_and_the_page_is_drawn_anew(sqlite_world: World) -> None:
    send(sqlite_world)
    melder = sqlite_world.who("melder")
    home = words(press_home(melder, READ))
    assert READ not in home
    assert "U heeft dit gelezen, vandaag om 10.00 uur." in home
    sqlite_world.advance(seconds=31)
    assert "1 van 15 gelezen." in progress(sqlite_world)


def test_who_came_later_reads_it_on_the_home_page_without_a_button(world: World) -> None:
    send(world)
    tessa = world.who("buitenstaander")
    assert FIRST not in words(tessa.home())
    staff(world, TESSA.format(school="De Regenboog"))
    home = words(tessa.home())
    assert FIRST in home
    assert READ not in home
    assert tessa.messages == []
    assert "0 van 15 gelezen." not in home


def test_somebody_of_another_school_does_not_see_it_unless_it_is_for_all(sqlite_world: World) -> None:
    staff(sqlite_world, *ZON[1:])
    send(sqlite_world)
    staff(sqlite_world, *ZON[1:], TESSA.format(school="De Zon"))
    tessa = sqlite_world.who("buitenstaander")
    assert FIRST not in words(tessa.home())
    with sqlite_world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update notices set scope = 'alle'")
    assert FIRST in words(tessa.home())


def test_progress_on_the_home_page_is_for_who_sent_it_or_can_lift_it(sqlite_world: World) -> None:
    directie = send(sqlite_world)
    assert "0 van 15 gelezen." in words(directie.home())
    assert "Wie las het?" in words(directie.home())
    for name in ("melder", "leidinggevende", "bestuur"):
        assert "van 15 gelezen" not in words(sqlite_world.who(name).home()), name


def test_a_sender_who_lost_the_case_reads_the_notice_as_others_do_and_sees_no_numbers_any_more(
    sqlite_world: World,
) -> None:
    directie = send(sqlite_world)
    sqlite_world.advance(seconds=31)
    directie.open_case()
    directie.press("Gegevens aanvullen")
    filled(directie, zedenvermoeden="ja", reden="Nieuwe informatie")
    sqlite_world.who("melder").click(READ)
    sqlite_world.advance(seconds=31)
    home = words(directie.home())
    assert FIRST in home
    assert "van 15 gelezen" not in home
    assert "Wie las het?" not in home
    assert not any("van 15 gelezen" in one["text"] for one in directie.messages)
    assert not any("Wie las het?" in words(one["blocks"]) for one in directie.messages)


def test_the_list_of_who_has_not_read_it_stops_at_a_hundred_and_fifty_names(sqlite_world: World) -> None:
    more = [
        f"p{number}@regenboog.example,Persoon {number:03},Leerkracht,De Regenboog,,ingrid@regenboog.example,,,,"
        for number in range(160)
    ]
    staff(sqlite_world, *more)
    directie = send(sqlite_world)
    shown = open_status(directie)
    assert "Nog niet gelezen: 175" in shown
    assert "en nog 25." in shown


@pytest.fixture
def without_button(tmp_path: Path, sqlite_url: str) -> World:
    return World(tmp_path, sqlite_url, read_button=False)


def test_where_the_button_is_off_only_what_was_sent_is_shown_and_nobody_is_reminded(without_button: World) -> None:
    world = without_button
    directie = send(world)
    assert READ not in words(notices_to(world, "melder", FIRST)[0]["blocks"])
    assert READ not in words(world.who("melder").home())
    world.advance(seconds=31)
    assert progress(world).endswith("Verstuurd: 15 van 15.")
    directie.click("Wie kreeg het?")
    shown = directie.shown()
    assert "gelezen" not in shown
    assert "Herinnering plannen" not in directie.buttons()
    notice = rows(world, "select id from notices")[0][0]
    desk = world.installation.desk
    reply = desk.press(directie.user, "notice.remind", notice, context={}, answers={}, key="r")
    assert "Een herinnering kan dan niet" in reply.whisper
    reply = desk.press(world.who("melder").user, "notice.read", f"{notice}|direct", context={}, answers={}, key="x")
    assert reply.whisper
    assert rows(world, "select count(read_at) from audience") == [(0,)]
    world.close()
