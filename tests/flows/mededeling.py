"""What people do with a notice to all staff, for the tests of it: getting there, sending, correcting, lifting, reading.

It asserts nothing about the notice itself.
"""

from typing import Any

import pytest

from tests.flows.test_ontsporing import hand_to_directie, report
from tests.models.rows import person_id
from tests.play import CAST, Hands, World, words

CHANNEL = "C01MEDED"
HEAD = "Mededeling van de directie"
READ = "Ik heb dit gelezen"
FIRST = "Reageer niet op het gesprek over de sportdag."
BETTER = "Reageer niet op het gesprek over de sportdag en het schoolreisje."
HELD_UP = {"direct": 5, "kanaal": 2, "beide": 5}  # in the channel there is one message, beside the sender's own card
BY_ALL_WAYS = pytest.mark.parametrize("via", HELD_UP)


def until_notice(world: World) -> Hands:
    """Return directie's hands, with the notice before her to write."""
    report(world)
    directie = hand_to_directie(world)
    directie.click("Mededeling opstellen")
    return directie


def send(world: World, text: str = FIRST, *, settle: bool = True, held_up: int = 0, **answers: Any) -> Hands:
    """Directie sends the first notice; Slack lets the first so many messages wait."""
    directie = until_notice(world)
    filled(directie, mededeling=text, **({"via": "direct"} | answers))
    hold_up(world, held_up)
    filled(directie, **sure(directie))
    if settle:
        world.settle()
    return directie


def correct(world: World, text: str = BETTER, *, settle: bool = True) -> Hands:
    """Directie writes a better text for the notice that runs, from the case."""
    directie = world.who("directie")
    directie.open_case()
    directie.press("Tekst verbeteren")
    filled(directie, mededeling=text)
    filled(directie, **sure(directie))
    if settle:
        world.settle()
    return directie


def lift(world: World, *, settle: bool = True) -> Hands:
    directie = world.who("directie")
    directie.open_case()
    directie.press("Mededeling opheffen")
    filled(directie)
    filled(directie, **sure(directie))
    if settle:
        world.settle()
    return directie


def filled(hands: Hands, **answers: Any) -> None:
    """Submit the open form, and be sure that it was taken in."""
    answer = hands.fill(**answers)
    assert answer["ok"], answer
    assert not hands.modal.get("errors"), hands.modal["errors"]


def sure(hands: Hands) -> dict[str, Any]:
    """Confirm what the last look warned of, where it did."""
    return {"zeker": ["ja"]} if "zeker" in hands.fields() else {}


def second_director(world: World) -> Hands:
    """Bas is director too from now on."""
    with world.installation.context.store.write() as tx:
        bas = person_id(tx, "bas@regenboog.example")
        tx.exec_driver_sql(f"update posts set roles = ';directie;' where person = '{bas}'")  # noqa: S608
    return world.who("vervanger")


def hold_up(world: World, calls: int) -> None:
    """Slack asks to wait ten minutes at the next so many messages: what comes after these goes out."""
    if calls:
        world.drive("faults", {"method": "chat.postMessage", "times": calls, "status": 429, "retry_after": 600})


def stop(world: World) -> Hands:
    """Directie stops the sending, from the case: her own message may still wait."""
    directie = world.who("directie")
    directie.open_case()
    directie.press("Wie las het?")
    directie.press("Stoppen")
    return directie


def lose_sight(world: World, who: str) -> None:
    """Slack never says whether the message to this person is there, however often the app looks for it."""
    lost = "state = 'waiting', uncertain = true, lane = 'slack:find', channel = null, ts = null, attempts = 9"
    mine = "person = (select id from people where member = ?)"
    here = "type = 'post' and notice = (select id from notices where state = 'running')"
    query = f"update deliveries set {lost}, due_at = '2026-12-24' where {here} and {mine}"  # noqa: S608
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql(query, (CAST[who],))


def find_again(world: World) -> None:
    """Slack answers again: what is looked for is looked for now."""
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update deliveries set due_at = created_at where uncertain")
    world.settle()


def open_status(hands: Hands) -> str:
    hands.click("Wie las het?")
    return hands.shown()


def notices_to(world: World, who: str, text: str) -> list[dict[str, Any]]:
    """Return the messages to this person that hold a text."""
    return [one for one in world.who(who).messages if text in one["text"]]


def receivers(world: World, text: str) -> set[str]:
    """Return everybody who got a message with this text, with the number of times if that is not one."""
    found = set()
    for name in [*CAST, "U09IB", "U10CONC", "U13STAG"]:
        count = len(notices_to(world, name, text))
        found |= {name if count == 1 else f"{name} x{count}"} if count else set()
    return found


STAFF = frozenset({*CAST, "U09IB", "U10CONC", "U13STAG"}) - {"buitenstaander"}


def in_channel(world: World, who: str = "melder") -> list[str]:
    return [words(one["blocks"]) for one in world.who(who).in_channel(CHANNEL) if not one["ephemeral"]]


def press_home(hands: Hands, label: str) -> dict[str, Any]:
    """Press a button on the home page; returns the page as it is then."""
    for block in hands.home()["blocks"]:
        for element in block.get("elements", []):
            if element.get("type") == "button" and element["text"]["text"] == label:
                given = {"user": hands.user, "home": True, "block_id": block["block_id"]}
                answer = hands.world.drive("click", given | {"action_id": element["action_id"]})
                assert answer["ok"], answer
                home: dict[str, Any] = hands.world.look(hands.user)["home"]
                return home
    raise AssertionError(f"no button {label!r} on the home page of {hands.user}")


def progress(world: World, who: str = "directie") -> str:
    """Return the youngest card that shows how far a notice has come."""
    cards = [one for one in world.who(who).messages if "de mededeling aan alle" in one["text"]]
    return str(cards[-1]["text"])


def rows(world: World, query: str) -> list[Any]:
    with world.installation.context.store.read() as tx:
        return [tuple(row) for row in tx.exec_driver_sql(query)]


def entries(world: World) -> list[str]:
    return [str(row[0]) for row in rows(world, "select type from entries order by id")]


def case_id(world: World) -> str:
    """The id of the only case."""
    return str(rows(world, "select id from cases")[0][0])
