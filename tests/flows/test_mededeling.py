"""The notice to all staff: who gets it, how it looks before it goes, and what happens when two people send at once."""

import pytest

from tests.flows.mededeling import (
    CHANNEL,
    FIRST,
    HEAD,
    READ,
    STAFF,
    case_id,
    filled,
    in_channel,
    notices_to,
    open_status,
    progress,
    receivers,
    rows,
    second_director,
    send,
    until_notice,
)
from tests.flows.test_overdragen import staff
from tests.flows.test_scholen_melder import ZON
from tests.hands import _buttons
from tests.models.rows import alter_person
from tests.play import CAST, World, words
from workflows.usecases.deliver import deliver_due
from workflows.usecases.notice_clock import notice_clock

HOSTILE = "<!channel> *vet* _schuin_ <@U04DIREC> 😀 \u202eאל תגיבו & <https://example.org|hier>"


@pytest.mark.rule("SCA-F0b")
def test_everybody_on_the_staff_list_gets_it_once_and_nobody_else(world: World) -> None:
    send(world)
    assert receivers(world, FIRST) == STAFF
    assert rows(world, "select count(*), count(distinct person) from audience") == [(15, 15)]


def test_the_last_look_shows_the_message_as_it_will_stand_there_with_count_and_way(sqlite_world: World) -> None:
    directie = until_notice(sqlite_world)
    filled(directie, mededeling=FIRST, via="beide")
    shown = directie.shown()
    for text in (HEAD, FIRST, READ, "15 mensen", "als direct bericht en in het kanaal"):
        assert text in shown, text
    assert not receivers(sqlite_world, FIRST)


def test_a_test_goes_to_the_writer_only_and_says_that_it_is_one(sqlite_world: World) -> None:
    directie = until_notice(sqlite_world)
    filled(directie, mededeling=FIRST, via="direct")
    directie.press("Eerst alleen naar mij")
    sqlite_world.settle()
    assert receivers(sqlite_world, FIRST) == {"directie"}
    assert "Dit is een proef" in words(notices_to(sqlite_world, "directie", FIRST)[0]["blocks"])


def test_a_test_with_names_needs_that_second_look_too_and_none_goes_out_of_a_case_that_rests(world: World) -> None:
    directie = until_notice(world)
    filled(directie, mededeling="Reageer niet op het bericht van Joris Smit.", via="direct")
    directie.press("Eerst alleen naar mij")
    world.settle()
    assert "Zet eerst het vinkje" in directie.shown()
    world.drive("close", {"user": directie.user, "view_id": directie.modal["id"]})
    assert not receivers(world, "Joris Smit")
    view = directie.modal
    sure = next(one for one in view["blocks"] if one["block_id"] == "zeker")
    values = {"zeker": {sure["element"]["action_id"]: ["ja"]}}
    block, button = next(one for one in _buttons(view["blocks"]) if one[1]["text"]["text"] == "Eerst alleen naar mij")
    given = {"user": directie.user, "view": view["id"], "block_id": block, "action_id": button["action_id"]}
    assert world.drive("click", given | {"values": values})["ok"]
    world.settle()
    assert receivers(world, "Joris Smit") == {"directie"}
    desk, notice = world.installation.desk, rows(world, "select id from notices")[0][0]
    context = {"case": case_id(world), "task": "niet_reageren", "round": "1", "base": "", "notice": notice}
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update cases set restricted = true")
    desk.press(CAST["directie"], "notice.test", notice, context=context, answers={"zeker": ("ja",)}, key="rests")
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update cases set restricted = false")
    world.settle()
    assert len(notices_to(world, "directie", "Joris Smit")) == 1


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b\u200d", "x" * 2001])
def test_nothing_to_read_or_too_much_is_refused_at_its_field(sqlite_world: World, text: str) -> None:
    directie = until_notice(sqlite_world)
    context = {"case": case_id(sqlite_world), "task": "niet_reageren", "round": "1", "base": ""}
    reply = sqlite_world.installation.desk.submit(
        directie.user, "notice", context=context, answers={"mededeling": text}, key="k"
    )
    assert reply.errors.keys() == {"mededeling"}
    assert rows(sqlite_world, "select count(*) from notices") == [(0,)]


def test_what_slack_could_read_as_a_command_stands_there_as_it_was_typed(sqlite_world: World) -> None:
    send(sqlite_world, HOSTILE)
    message = next(one for one in sqlite_world.who("melder").messages if HEAD in one["text"])
    assert HOSTILE in words(message["blocks"])
    assert "<!channel>" not in message["text"]
    assert "&lt;!channel&gt;" in message["text"]


def test_two_thousand_signs_that_need_escaping_arrive_whole(sqlite_world: World) -> None:
    text = "<" * 1999 + "."
    send(sqlite_world, text)
    message = next(one for one in sqlite_world.who("melder").messages if HEAD in one["text"])
    assert text in words(message["blocks"])


def test_of_two_directors_who_send_at_once_the_second_hears_who_was_first(world: World) -> None:
    second = second_director(world)
    first = until_notice(world)
    second.click("Mededeling opstellen")
    for one in (first, second):
        filled(one, mededeling=f"{FIRST} {one.user}", via="direct")
    filled(first)
    second.fill()
    assert "al beslist door Marjan Visser" in str(second.modals)
    world.settle()
    assert receivers(world, f"{FIRST} {CAST['vervanger']}") == set()
    assert receivers(world, f"{FIRST} {CAST['directie']}") == STAFF


def test_a_double_click_sends_once(sqlite_world: World) -> None:
    directie = until_notice(sqlite_world)
    filled(directie, mededeling=FIRST, via="direct")
    notice = rows(sqlite_world, "select id from notices")[0][0]
    context = {"case": case_id(sqlite_world), "task": "niet_reageren", "round": "1", "base": "", "notice": notice}
    for _ in range(2):
        reply = sqlite_world.installation.desk.submit(
            CAST["directie"], "notice_send", context=context, answers={}, key="one"
        )
        assert reply.form is not None
        assert reply.form.name == "case"
    sqlite_world.settle()
    assert receivers(sqlite_world, FIRST) == STAFF


def test_somebody_elses_draft_is_not_sent_by_who_did_not_write_it(sqlite_world: World) -> None:
    second_director(sqlite_world)
    filled(until_notice(sqlite_world), mededeling=FIRST, via="direct")
    notice = rows(sqlite_world, "select id from notices")[0][0]
    context = {"case": case_id(sqlite_world), "task": "niet_reageren", "round": "1", "base": "", "notice": notice}
    reply = sqlite_world.installation.desk.submit(
        CAST["vervanger"], "notice_send", context=context, answers={"zeker": ("ja",)}, key="x"
    )
    assert "Open de zaak opnieuw" in reply.errors[""]
    sqlite_world.settle()
    assert not receivers(sqlite_world, FIRST)


def test_names_and_what_was_typed_in_the_case_are_pointed_out_and_need_a_second_look(sqlite_world: World) -> None:
    directie = until_notice(sqlite_world)
    filled(directie, mededeling="Reageer niet op het bericht van Joris Smit.", via="direct")
    assert "lijkt een naam te noemen" in directie.shown()
    assert "Joris" in directie.shown()
    notice = rows(sqlite_world, "select id from notices")[0][0]
    context = {"case": case_id(sqlite_world), "task": "niet_reageren", "round": "1", "base": "", "notice": notice}
    reply = sqlite_world.installation.desk.submit(
        CAST["directie"], "notice_send", context=context, answers={}, key="unsure"
    )
    assert "zeker" in reply.errors
    sqlite_world.settle()
    assert not receivers(sqlite_world, "Joris Smit")
    filled(directie, zeker=["ja"])
    sqlite_world.settle()
    assert receivers(sqlite_world, "Joris Smit") == STAFF


def test_who_is_not_staff_and_reads_the_channel_is_counted_and_confirmed_also_behind_the_form(
    sqlite_world: World,
) -> None:
    sqlite_world.sandbox.site.workspace.channels[CHANNEL].members.append(CAST["buitenstaander"])
    directie = until_notice(sqlite_world)
    filled(directie, mededeling=FIRST, via="beide")
    assert "mensen mee die niet in de personeelslijst staan. Aantal: 1." in directie.shown()
    _refused_unless_sure(sqlite_world)
    filled(directie, zeker=["ja"])
    sqlite_world.settle()
    assert any(FIRST in text for text in in_channel(sqlite_world))


def test_a_channel_that_could_not_be_counted_needs_that_confirmation_too(sqlite_world: World) -> None:
    directie = until_notice(sqlite_world)
    sqlite_world.drive("faults", {"method": "conversations.members", "times": 3, "status": 500})
    filled(directie, mededeling=FIRST, via="kanaal")
    assert "kon niet tellen" in directie.shown()
    _refused_unless_sure(sqlite_world)


def test_in_the_channel_only_nobody_gets_a_direct_message(sqlite_world: World) -> None:
    send(sqlite_world, via="kanaal")
    assert receivers(sqlite_world, FIRST) == set()
    assert [FIRST in text for text in in_channel(sqlite_world)] == [True]
    assert "0 van 15 gelezen." in progress(sqlite_world)


def test_with_more_schools_directie_may_widen_it_and_who_works_at_two_is_one_reader(world: World) -> None:
    staff(world, *ZON, "tessa@regenboog.example,Tessa Vermeer,Leerkracht,De Zon,,peter@regenboog.example,,,,")
    melder = world.who("melder")
    melder.command("/melden")
    given = {"zaak.school": "De Regenboog", "zedenvermoeden": "nee", "toelichting": "Ruzie", "spoed": "nee"}
    filled(melder, **given)
    world.settle()
    world.who("leidinggevende").open_case()
    world.who("leidinggevende").decide("Naar de directie")
    directie = world.who("directie")
    directie.click("Mededeling opstellen")
    assert "Alleen De Regenboog" in directie.shown()
    filled(directie, mededeling=FIRST, via="direct", bereik="alle")
    assert "van alle scholen" in directie.shown()
    filled(directie)
    world.settle()
    assert receivers(world, FIRST) == STAFF | {"buitenstaander"}


def test_with_one_school_it_is_not_asked_for_whom(sqlite_world: World) -> None:
    assert until_notice(sqlite_world).fields() == ["mededeling", "via"]


def test_while_it_is_under_way_the_sender_sees_how_many_have_it_and_then_how_many_have_read_it(world: World) -> None:
    directie = send(world, held_up=5)
    world.advance(seconds=16)
    assert not any("de mededeling aan alle" in one["text"] for one in directie.messages)
    home = words(directie.home())
    assert "Verstuurd: 11 van 15." in home
    world.advance(minutes=11)
    assert receivers(world, FIRST) == STAFF
    world.advance(seconds=31)
    assert "0 van 15 gelezen." in progress(world)
    world.who("melder").click(READ)
    world.advance(seconds=16)
    assert "1 van 15 gelezen." in progress(world)
    assert "1 van 15 gelezen." in words(world.look(directie.user)["home"])


def test_what_is_done_between_two_looks_of_the_clock_is_shown_once_more(sqlite_world: World) -> None:
    """The card was brought up to date while the last messages were on their way, and then nobody looked."""
    send(sqlite_world, held_up=5)
    sqlite_world.advance(seconds=16)
    ctx, messenger = sqlite_world.installation.context, sqlite_world.installation.messenger
    sqlite_world.drive("clock", {"advance": 700})
    notice_clock(ctx)
    sqlite_world.drive("clock", {"advance": 16})
    with ctx.store.write() as tx:
        tx.exec_driver_sql("update deliveries set due_at = '2026-11-25' where notice is not null and state = 'waiting'")
    while deliver_due(ctx, messenger):
        pass
    with ctx.store.write() as tx:
        tx.exec_driver_sql("update deliveries set due_at = created_at where notice is not null and state = 'waiting'")
    while deliver_due(ctx, messenger):
        pass
    for _ in range(2):
        sqlite_world.advance(seconds=16)
    assert "0 van 15 gelezen." in progress(sqlite_world)


def test_who_could_not_be_reached_is_named_by_reason_in_plain_words(sqlite_world: World) -> None:
    for person in ("hr", "pr"):
        sqlite_world.drive("people", {"id": CAST[person], "deleted": True})
    with sqlite_world.installation.context.store.write() as tx:
        alter_person(tx, "karel@regenboog.example", "member = null")
    sqlite_world.drive("people", {"id": CAST["fg"], "deleted": True})
    directie = send(sqlite_world)
    sqlite_world.advance(minutes=1)
    shown = open_status(directie)
    assert "Niet bereikt" in shown
    assert "Karel Brands" in shown
    assert "Deze persoon is niet gevonden in Slack." in shown
    assert "channel_not_found" not in shown


def _refused_unless_sure(world: World) -> None:
    notice = rows(world, "select id from notices")[0][0]
    context = {"case": case_id(world), "task": "niet_reageren", "round": "1", "base": "", "notice": notice}
    reply = world.installation.desk.submit(CAST["directie"], "notice_send", context=context, answers={}, key="unsure")
    assert "zeker" in reply.errors
    world.settle()
    assert not receivers(world, FIRST)
