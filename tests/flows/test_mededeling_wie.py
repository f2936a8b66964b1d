"""Who may look at, stop or repeat a notice: not its readers, and not who has left."""

import pytest

from tests.flows.mededeling import (
    case_id,
    entries,
    rows,
    second_director,
    send,
)
from tests.models.rows import alter_person
from tests.play import CAST, World


@pytest.mark.parametrize("who", ["buitenstaander", "leerkracht", "melder", "hr"])
def test_who_read_it_is_not_for_readers_or_outsiders(sqlite_world: World, who: str) -> None:
    send(sqlite_world)
    sqlite_world.who(who).home()
    notice = rows(sqlite_world, "select id from notices")[0][0]
    desk = sqlite_world.installation.desk
    for action in ("notice.status", "notice.stop", "notice.resume", "notice.remind"):
        reply = desk.press(CAST[who], action, notice, context={}, answers={}, key=action)
        assert "U kunt dit niet doen of zien" in reply.whisper, action
        assert reply.form is None
    context = {"notice": notice}
    reply = desk.submit(CAST[who], "notice_remind", context=context, answers={"moment": "nu"}, key="r")
    assert "U kunt dit niet doen of zien" in reply.errors[""]
    value = f"{case_id(sqlite_world)}|opheffen|1"
    assert desk.press(CAST[who], "notice.correct", value, context={}, answers={}, key="c").form is None


def test_who_handed_the_case_on_may_look_but_not_stop_or_remind(sqlite_world: World) -> None:
    send(sqlite_world, held_up=5)
    notice = rows(sqlite_world, "select id from notices")[0][0]
    desk = sqlite_world.installation.desk
    reply = desk.press(CAST["leidinggevende"], "notice.status", notice, context={}, answers={}, key="s")
    assert reply.form is not None
    assert "Stoppen" not in str(reply.form)
    for action in ("notice.stop", "notice.remind"):
        reply = desk.press(CAST["leidinggevende"], action, notice, context={}, answers={}, key=action)
        assert "U kunt dit niet doen of zien" in reply.whisper
    assert "mededeling_gestopt" not in entries(sqlite_world)


def test_a_sender_who_left_does_nothing_more_and_the_others_go_on(sqlite_world: World) -> None:
    second_director(sqlite_world)
    directie = send(sqlite_world)
    with sqlite_world.installation.context.store.write() as tx:
        alter_person(tx, "marjan@regenboog.example", "active = false")
    directie.click("Wie las het?")
    assert "niet meer in de personeelslijst" in directie.whispers[-1]
    second = sqlite_world.who("vervanger")
    second.open_case()
    assert "Mededeling opheffen" in second.buttons()
    second.press("Wie las het?")
    assert "Nog niet gelezen: 15" in second.shown()
