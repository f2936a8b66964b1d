"""Words that want to be more than words: nothing in Slack interprets them, nobody is called by them, nothing breaks."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.flows.canaries import Canaries, CanaryScreen
from tests.flows.leaks import LogBook
from tests.flows.monkey import Monkey
from tests.flows.test_kanaries import scripts, source_of
from tests.flows.walker import Walker
from tests.play import CAST, World

HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!channel> <!here> <!everyone> <@U04DIREC> <#C01MEDED> <http://evil.example|klik hier>",
    "&lt;!channel&gt; @channel @here @marjan #mededelingen",
    "*vet* _schuin_ ~weg~ `code` ```blok``` > citaat :tada:",
    "\u202eלמעלה\u202c \u200b\u200d\ufeff",
    "😀" * 1500,
    "lang " * 2000,
    "nul \x00 bel \x07 terug \x08 regel \r\n\u2028 einde",
    "' or 1=1; drop table cases; --",
    "{{7*7}} ${7*7} {number} %s %(name)s {0.__class__}",
    "+31 6 12345678 -1+1 @SUM(A1)",
)
_LIVE = re.compile(r"<[!@#]|<(?:https?|mailto|tel|slack):|</?script|<img", re.IGNORECASE)


class HostileScreen(CanaryScreen):
    """Fills every field that takes words with each of the hostile texts in turn."""

    def _said(self, user: str, place: str, element: Mapping[str, Any]) -> Any:
        text = HOSTILE[len(self.canaries.planted) % len(HOSTILE)]
        word = self.canaries.word(f"{place} by {user}")
        match element["type"]:
            case "url_text_input":
                return f"https://evil.example/{word}?<!channel>|klik"
            case "file_input":
                return []
            case _:
                return f"{word} {text}"[: element.get("max_length", 3000)]


@pytest.mark.parametrize("name, kind", [("scala", "ontsporing"), ("laurens", "publicatie")])
def test_nothing_that_people_type_is_more_than_words(name: str, kind: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ruggespraak.db'}"
    world = World(tmp_path, url, protocol=name, source=source_of(name))
    try:
        with LogBook() as book:
            _play(world, name, kind)
        assert not book.errors
        heard = world.http.get(f"{world.url}/driver/calls", timeout=20).json()
        said = [*(call["arguments"] for call in heard["latest"]), *map(json.loads, heard["answers"])]
        assert [found for one in said for found in live(one)] == []
    finally:
        world.close()


def _play(world: World, name: str, kind: str) -> None:
    """Somebody whose own name is hostile takes part."""
    called = {"real_name": "<!channel> =1+1 *Bo*", "email": "bo@elders.example"}
    world.drive("people", {"id": CAST["buitenstaander"], **called})
    canaries = Canaries()
    screen = HostileScreen(world, canaries)
    monkey = Monkey(world, screen, Random(7))
    long = max(scripts(name, kind), key=lambda one: (any(s.outcome == "verstuurd" for s in one.steps), len(one.steps)))
    world.who("buitenstaander").command("/melden")
    Walker(world, source_of(name).protocol, screen).walk(long)
    monkey.play(80)
    world.drive("clock", {"advance": 86_400})
    world.settle()
    assert len(canaries.planted) > len(HOSTILE)


def live(thing: Any) -> Iterator[str]:
    """Return whatever Slack would not show as plain words."""
    if isinstance(thing, list):
        for one in thing:
            yield from live(one)
    if not isinstance(thing, dict):
        return
    if thing.get("link_names") or thing.get("parse") not in (None, "none"):
        yield f"names are linked in {thing}"
    if isinstance(thing.get("text"), str) and thing.get("type") not in ("plain_text", "text"):
        yield from (f"{found} in {thing['text']}" for found in _LIVE.findall(thing["text"]))
    if thing.get("type") in ("user", "usergroup", "broadcast", "channel", "link", "emoji", "markdown", "image"):
        yield f"an element that does something: {thing}"
    if "url" in thing and not str(thing["url"]).startswith("http://127.0.0.1"):
        yield f"a button that leads away: {thing['url']}"
    for key, one in thing.items():
        if key != "initial_user":
            yield from live(one)


@pytest.mark.parametrize(
    "said",
    [
        {"text": "<!channel>"},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<@U1>"}}]},
        {"blocks": [{"type": "rich_text", "elements": [{"type": "user", "user_id": "U1"}]}]},
        {"link_names": True},
        {"view": {"blocks": [{"elements": [{"type": "button", "url": "http://evil.example"}]}]}},
    ],
)
def test_the_look_sees_what_slack_would_interpret(said: dict[str, Any]) -> None:
    assert [*live(said)]
