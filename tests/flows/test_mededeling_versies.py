"""A better text and the lifting are new versions: the same people, the older one marked, and nothing typed is lost."""

import pytest

from tests.flows.mededeling import (
    BETTER,
    FIRST,
    READ,
    STAFF,
    correct,
    entries,
    filled,
    find_again,
    hold_up,
    in_channel,
    lift,
    lose_sight,
    notices_to,
    open_status,
    progress,
    receivers,
    rows,
    second_director,
    send,
    stop,
    sure,
)
from tests.flows.test_overdragen import staff
from tests.play import CAST, World, words

ANNA = "anna@regenboog.example,Anna Prins,Leerkracht,De Regenboog,,ingrid@regenboog.example,,,,"
REPLACED, LIFTED = "Deze mededeling is vervangen", "Deze mededeling is opgeheven"


def test_a_better_text_goes_to_the_same_people_and_the_old_message_says_that_it_is_replaced(world: World) -> None:
    send(world)
    world.who("melder").click(READ)
    staff(world, ANNA)
    correct(world)
    assert receivers(world, BETTER) == STAFF
    versions = rows(world, "select version, state, audience, previous is null from notices order by version")
    assert [tuple(map(str, one[:3])) for one in versions] == [("1", "replaced", "15"), ("2", "running", "15")]
    assert [bool(one[3]) for one in versions] == [True, False]
    for name in ("melder", "leerkracht"):
        old = notices_to(world, name, FIRST)[-1]
        assert REPLACED in words(old["blocks"])
        assert FIRST in words(old["blocks"])
        assert READ not in words(old["blocks"])
        assert READ in words(notices_to(world, name, BETTER)[-1]["blocks"])
    assert "U heeft dit gelezen" in words(notices_to(world, "melder", FIRST)[-1]["blocks"])
    world.advance(seconds=31)
    assert "0 van 15 gelezen." in progress(world)
    assert "mededeling_verbeterd" in entries(world)


def test_a_better_text_ends_no_round_and_can_follow_another(sqlite_world: World) -> None:
    send(sqlite_world)
    correct(sqlite_world, "Tweede tekst")
    correct(sqlite_world, "Derde tekst")
    assert receivers(sqlite_world, "Derde tekst") == STAFF
    assert rows(sqlite_world, "select state from rounds where task = 'opheffen'") == [("open",)]
    assert [state for (state,) in rows(sqlite_world, "select state from notices order by version")] == [
        "replaced",
        "replaced",
        "running",
    ]
    assert REPLACED in words(notices_to(sqlite_world, "hr", "Tweede tekst")[-1]["blocks"])


def test_the_form_begins_with_the_text_that_runs_and_asks_no_way_again(sqlite_world: World) -> None:
    send(sqlite_world, via="beide")
    directie = sqlite_world.who("directie")
    open_status(directie)
    directie.press("Tekst verbeteren")
    assert directie.fields() == ["mededeling"]
    assert FIRST in str(directie.modal["blocks"])
    filled(directie, mededeling=BETTER)
    assert "als direct bericht en in het kanaal" in directie.shown()
    filled(directie, **sure(directie))
    sqlite_world.settle()
    assert receivers(sqlite_world, BETTER) == STAFF
    first, second = in_channel(sqlite_world)
    assert REPLACED in first
    assert BETTER in second


def test_what_still_waited_of_the_old_text_does_not_go_out_and_who_missed_it_gets_the_new_one(world: World) -> None:
    send(world, held_up=5)
    assert len(receivers(world, FIRST)) == 11
    correct(world)
    world.advance(minutes=11)
    assert len(receivers(world, FIRST)) == 11
    assert receivers(world, BETTER) == STAFF
    assert rows(world, "select count(*) from notices where marked_at is not null") == [(1,)]
    got_both = receivers(world, FIRST) & receivers(world, BETTER)
    assert all(REPLACED in words(notices_to(world, one, FIRST)[0]["blocks"]) for one in got_both)


def test_the_old_messages_are_marked_when_nothing_of_the_new_one_waits_any_more(sqlite_world: World) -> None:
    send(sqlite_world)
    hold_up(sqlite_world, 5)
    correct(sqlite_world)
    assert not any(REPLACED in words(one["blocks"]) for one in notices_to(sqlite_world, "melder", FIRST))
    sqlite_world.advance(minutes=11)
    assert all(REPLACED in words(notices_to(sqlite_world, one, FIRST)[0]["blocks"]) for one in STAFF)
    changed = rows(sqlite_world, "select count(*), min(state), max(state) from deliveries where key like 'mark:%'")
    assert changed == [(15, "sent", "sent")]


def test_one_message_that_is_still_looked_for_holds_up_no_marks_and_gets_its_own_when_it_is_found(
    sqlite_world: World,
) -> None:
    send(sqlite_world)
    lose_sight(sqlite_world, "melder")
    correct(sqlite_world)
    sqlite_world.advance(minutes=1)
    marked = {one for one in STAFF if REPLACED in words(notices_to(sqlite_world, one, FIRST)[0]["blocks"])}
    assert marked == STAFF - {"melder"}
    find_again(sqlite_world)
    assert REPLACED in words(notices_to(sqlite_world, "melder", FIRST)[0]["blocks"])
    assert rows(sqlite_world, "select count(*) from notices where marked_at is not null") == [(1,)]
    assert rows(sqlite_world, "select count(*) from deliveries where key like 'mark:%'") == [(15,)]


def test_a_new_text_that_is_still_looked_for_somewhere_holds_up_no_marks_either(sqlite_world: World) -> None:
    send(sqlite_world)
    hold_up(sqlite_world, 5)
    correct(sqlite_world)
    lose_sight(sqlite_world, "hr")
    sqlite_world.advance(minutes=11)
    assert all(REPLACED in words(notices_to(sqlite_world, one, FIRST)[0]["blocks"]) for one in STAFF)


@pytest.mark.parametrize("via", ["kanaal", "beide"])
def test_the_lifting_is_in_the_channel_when_any_version_stood_there(sqlite_world: World, via: str) -> None:
    send(sqlite_world, via=via)
    hold_up(sqlite_world, 2)
    correct(sqlite_world, settle=True)
    stop(sqlite_world)
    lift(sqlite_world, settle=False)
    sqlite_world.advance(minutes=11)
    first, second = in_channel(sqlite_world)
    assert FIRST in first
    assert "Mededeling opgeheven" in second


def test_a_click_on_an_old_message_counts_for_that_version_and_tells_of_the_newer(sqlite_world: World) -> None:
    send(sqlite_world)
    melder = sqlite_world.who("melder")
    old = notices_to(sqlite_world, "melder", FIRST)[0]
    correct(sqlite_world, settle=False)
    melder.click(READ, message=old)
    shown = words(notices_to(sqlite_world, "melder", FIRST)[0]["blocks"])
    assert REPLACED in shown
    assert "U heeft dit gelezen" in shown
    read = rows(
        sqlite_world,
        "select version, count(read_at) from notices join audience on notice = id group by version order by version",
    )
    assert read == [(1, 1), (2, 0)]


def test_of_two_who_improve_the_text_at_once_the_second_hears_it_and_finds_her_words_back(world: World) -> None:
    second = second_director(world)
    send(world)
    first = world.who("directie")
    for hands, text in ((first, BETTER), (second, "De woorden van een ander")):
        hands.open_case()
        hands.press("Tekst verbeteren")
        filled(hands, mededeling=text)
    filled(first)
    second.fill()
    assert "Marjan Visser heeft deze mededeling intussen veranderd" in str(second.modals)
    world.settle()
    assert receivers(world, "De woorden van een ander") == set()
    world.drive("close", {"user": second.user, "view_id": second.modal["id"]})
    second.open_case()
    second.press("Tekst verbeteren")
    assert "de tekst is intussen veranderd" in second.shown()
    assert BETTER in second.shown()
    assert "De woorden van een ander" in str(second.modal["blocks"])
    filled(second, mededeling="De woorden van ons beiden")
    filled(second, **sure(second))
    world.settle()
    assert receivers(world, "De woorden van ons beiden") == STAFF


def test_what_was_written_while_somebody_else_improved_it_is_refused_and_kept(sqlite_world: World) -> None:
    second = second_director(sqlite_world)
    send(sqlite_world)
    second.open_case()
    second.press("Tekst verbeteren")
    correct(sqlite_world)
    answer = second.fill(mededeling="Mijn lange tekst")
    assert "Uw tekst is bewaard" in str(second.modal.get("errors") or answer)
    second.open_case()
    second.press("Tekst verbeteren")
    assert "Mijn lange tekst" in str(second.modal["blocks"])


def test_an_old_last_look_is_refused_after_the_notice_was_lifted(sqlite_world: World) -> None:
    second = second_director(sqlite_world)
    send(sqlite_world)
    second.open_case()
    second.press("Tekst verbeteren")
    filled(second, mededeling=BETTER)
    lift(sqlite_world)
    second.fill()
    assert "al beslist door Marjan Visser" in str(second.modals)
    sqlite_world.settle()
    assert not receivers(sqlite_world, BETTER)


def test_a_lifting_decides_on_the_text_that_was_seen(sqlite_world: World) -> None:
    second = second_director(sqlite_world)
    send(sqlite_world)
    second.open_case()
    second.press("Mededeling opheffen")
    filled(second)
    correct(sqlite_world)
    second.fill()
    assert "heeft deze mededeling intussen veranderd" in str(second.modals)
    assert rows(sqlite_world, "select state from notices where type = 'opheffing'") == [("draft",)]


def test_the_lifting_goes_to_the_same_people_and_the_notice_says_so(world: World) -> None:
    send(world, via="beide")
    staff(world, ANNA)
    directie = lift(world)
    assert receivers(world, "Mededeling opgeheven") == STAFF
    assert all(LIFTED in words(notices_to(world, one, FIRST)[0]["blocks"]) for one in STAFF)
    first, second = in_channel(world)
    assert LIFTED in first
    assert "Mededeling opgeheven" in second
    assert READ not in words(notices_to(world, "melder", "Mededeling opgeheven")[0]["blocks"])
    world.advance(seconds=31)
    cards = "\n".join(one["text"] for one in directie.messages)
    assert "Zaak 2026-0001: de opheffing is verstuurd.\nVerstuurd: 15 van 15." in cards
    assert "Zaak 2026-0001: de mededeling is opgeheven." in cards
    assert "Mededeling aan alle medewerkers" not in words(world.who("melder").home())


def test_of_a_round_that_is_asked_twice_a_double_click_corrects_once(sqlite_world: World) -> None:
    send(sqlite_world)
    directie = sqlite_world.who("directie")
    directie.open_case()
    directie.press("Tekst verbeteren")
    filled(directie, mededeling=BETTER)
    case, notice = rows(sqlite_world, "select case_id, id from notices where state = 'draft'")[0]
    base = rows(sqlite_world, "select id from notices where state = 'running'")[0][0]
    context = {"case": case, "task": "opheffen", "round": "1", "base": base, "fixes": "1", "notice": notice}
    for _ in range(2):
        reply = sqlite_world.installation.desk.submit(
            CAST["directie"], "notice_send", context=context, answers={}, key="one"
        )
        assert reply.form is not None
    sqlite_world.settle()
    assert receivers(sqlite_world, BETTER) == STAFF
    assert entries(sqlite_world).count("mededeling_verbeterd") == 1
