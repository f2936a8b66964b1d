"""How somebody is looked up in a test, and what was told then."""

import json
import re
from typing import Any

from models import people
from tests.flows.test_ontsporing import hand_to_directie, name_poster, report
from tests.play import CAST, Hands, World

STORY = (
    "Joris Smit plaatste een filmpje van Kevin Zwartkruis. Lotte Jansen zag het ook. Bel 06-12345678 of mail "
    "kevin.zwartkruis@ouders.example; zie https://insta.example/kevinzw en @kevin_zw05. Joris zei sorry."
)
OTHERS = ("Zwartkruis", "Kevin", "Lotte", "Jansen", "12345678", "ouders.example", "kevinzw", "kevin_zw05")


def reported(world: World, **answers: str) -> None:
    report(world, **({"toelichting": STORY} | answers))


def about_poster(world: World) -> None:
    """A case that turns out to be about something that Joris posted."""
    reported(world)
    hand_to_directie(world)
    name_poster(world, "medewerker", CAST["plaatser"])


def ask(world: World, who: str = "fg", **answers: Any) -> Hands:
    """Look somebody up from the home page; returns the hands with what was found open."""
    hands = world.who(who)
    hands.home()
    press_home(hands, "Inzageverzoek")
    answer = hands.fill(**({"kenmerk": "Brief 12"} | answers))
    assert answer["ok"], answer
    return hands


def press_home(hands: Hands, label: str) -> None:
    blocks = hands.world.look(hands.user)["home"]["blocks"]
    for block in blocks:
        for element in block.get("elements", []):
            if element.get("type") == "button" and element["text"]["text"] == label:
                home = hands.world.look(hands.user)["home"]["id"]
                where = {"user": hands.user, "view": home, "home": True}
                given = where | {"block_id": block["block_id"], "action_id": element["action_id"]}
                assert hands.world.drive("click", given)["ok"]
                return
    raise AssertionError(f"no button {label!r}")


def address(hands: Hands, form: str) -> str:
    found = re.search(rf"/inzage/[^\"|>\s]+\.{form}", str(hands.modal["blocks"]))
    assert found is not None
    return f"http://127.0.0.1:{hands.world.app.port}{found.group()}"


def fetched(hands: Hands, form: str = "json") -> Any:
    answer = hands.world.http.get(address(hands, form), timeout=30)
    assert answer.status_code == 200, answer.text
    return answer


def parts(hands: Hands) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(fetched(hands).text)["onderdelen"]
    return found


def person(world: World, name: str) -> str:
    with world.installation.context.store.read() as tx:
        found = people.members(tx, [CAST[name]])
    return found[CAST[name]]


def case_id(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select id from cases order by created_at").scalar())


def trail(world: World, type_: str) -> list[tuple[str | None, str, dict[str, str]]]:
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql(f"select case_id, actor, data from entries where type = '{type_}'").all()  # noqa: S608
    return [(row[0], row[1], row[2] if isinstance(row[2], dict) else json.loads(row[2])) for row in rows]
