"""Stopping a notice half-way, letting it go on, and what a better text or a lifting does after that."""

import pytest

from tests.flows.mededeling import (
    BETTER,
    BY_ALL_WAYS,
    FIRST,
    HELD_UP,
    STAFF,
    correct,
    entries,
    filled,
    in_channel,
    lift,
    open_status,
    progress,
    receivers,
    rows,
    send,
    stop,
)
from tests.play import World, words


@pytest.mark.parametrize(
    "via, count, told",
    [
        ("direct", 11, "Verstuurd: 11 van 15."),
        ("kanaal", 0, "Het bericht is niet in het kanaal gezet."),
        ("beide", 12, "Verstuurd: 12 van 15. Het bericht is niet in het kanaal gezet."),
    ],
)
def test_a_stop_keeps_what_was_sent_and_says_so_everywhere(world: World, via: str, count: int, told: str) -> None:
    send(world, via=via, held_up=HELD_UP[via])
    got = receivers(world, FIRST)
    assert len(got) == count
    directie = stop(world)
    said = f"Gestopt, vandaag om 10.00 uur. {told}"
    assert said in directie.shown()
    assert "Stoppen" not in directie.buttons()
    world.advance(minutes=30)
    assert receivers(world, FIRST) == got
    assert not in_channel(world)
    assert said in progress(world)
    assert said in words(directie.home())
    directie.open_case()
    assert said in directie.shown()
    assert "mededeling_gestopt" in entries(world)


@BY_ALL_WAYS
def test_who_was_not_reached_before_the_stop_does_not_read_it_on_the_home_page(sqlite_world: World, via: str) -> None:
    send(sqlite_world, via=via, held_up=HELD_UP[via])
    stop(sqlite_world)
    got = receivers(sqlite_world, FIRST)
    for name in STAFF - {"directie"}:
        assert (FIRST in words(sqlite_world.who(name).home())) == (name in got), name


@BY_ALL_WAYS
def test_it_goes_on_where_it_stopped_and_everybody_has_it_once(world: World, via: str) -> None:
    send(world, via=via, held_up=HELD_UP[via])
    directie = stop(world)
    world.advance(minutes=11)
    directie.press("Verder versturen")
    assert "wordt verder verstuurd" in directie.shown()
    world.settle()
    assert receivers(world, FIRST) == (STAFF if via != "kanaal" else set())
    assert [FIRST in text for text in in_channel(world)] == ([True] if via != "direct" else [])
    world.advance(seconds=31)
    assert "0 van 15 gelezen." in progress(world)
    assert entries(world).count("mededeling_hervat") == 1


def test_what_was_being_sent_at_the_stop_and_comes_back_does_not_go_out_and_later_does(sqlite_world: World) -> None:
    """A worker that had claimed some of it is told to wait by Slack, after the stop."""
    send(sqlite_world, held_up=5)
    with sqlite_world.installation.context.store.write() as tx:
        waiting = "type = 'post' and state = 'waiting' and notice is not null"
        tx.exec_driver_sql(f"update deliveries set state = 'sending', lease_until = due_at where {waiting}")  # noqa: S608
    directie = stop(sqlite_world)
    with sqlite_world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update deliveries set state = 'waiting' where state = 'sending'")
    sqlite_world.advance(minutes=30)
    assert len(receivers(sqlite_world, FIRST)) == 11
    directie.press("Verder versturen")
    sqlite_world.settle()
    assert receivers(sqlite_world, FIRST) == STAFF


@BY_ALL_WAYS
def test_after_a_stop_a_better_text_goes_to_everybody(sqlite_world: World, via: str) -> None:
    send(sqlite_world, via=via, held_up=HELD_UP[via])
    got = receivers(sqlite_world, FIRST)
    directie = stop(sqlite_world)
    correct(sqlite_world)
    sqlite_world.advance(minutes=11)
    assert receivers(sqlite_world, BETTER) == (STAFF if via != "kanaal" else set())
    assert receivers(sqlite_world, FIRST) == got
    assert [BETTER in text for text in in_channel(sqlite_world)] == ([True] if via != "direct" else [])
    notice = rows(sqlite_world, "select id from notices where state = 'replaced'")[0][0]
    reply = sqlite_world.installation.desk.press(
        directie.user, "notice.resume", notice, context={}, answers={}, key="late"
    )
    assert "intussen veranderd" in reply.whisper


@BY_ALL_WAYS
def test_after_a_stop_the_lifting_is_only_for_who_may_have_it(world: World, via: str) -> None:
    send(world, via=via, held_up=HELD_UP[via])
    got = receivers(world, FIRST)
    stop(world)
    lift(world, settle=False)
    world.advance(minutes=11)
    assert receivers(world, "Mededeling opgeheven") == got
    assert not in_channel(world)


def test_lifting_what_nobody_got_sends_nothing_says_so_and_ends_the_step(sqlite_world: World) -> None:
    send(sqlite_world, via="kanaal", held_up=2)
    directie = stop(sqlite_world)
    directie.open_case()
    directie.press("Mededeling opheffen")
    assert "Niemand heeft de mededeling gekregen." in directie.shown()
    filled(directie)
    assert "Niemand heeft de mededeling gekregen." in directie.shown()
    assert "zeker" not in directie.fields()
    filled(directie)
    sqlite_world.advance(minutes=11)
    assert not in_channel(sqlite_world)
    assert rows(sqlite_world, "select audience from notices where type = 'opheffing'") == [(0,)]
    assert rows(sqlite_world, "select state from rounds where task = 'opheffen'") == [("done",)]
    cards = "\n".join(one["text"] for one in directie.messages)
    assert "de opheffing is verstuurd" not in cards
    assert "Niemand had de mededeling gekregen. Er is geen bericht verstuurd." in cards


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
    assert "Het versturen is niet gestopt." in reply.whisper
