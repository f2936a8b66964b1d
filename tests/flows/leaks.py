"""Where a canary came out: in what the app said to Slack, in its log, in its figures and in its database.

It decides which place may hold which canary, and nothing about how they were planted.
"""

import base64
import json
import logging
import re
from collections.abc import Container, Iterable, Iterator
from typing import Any

from sqlalchemy import inspect

from models import people
from models.tables import metadata
from ruggespraak.logs import RedactingFormatter
from tests.flows.canaries import NAME, NOTICE, PRIVATE, TYPED, Canaries
from tests.play import World

_ALL = (TYPED, NOTICE, NAME, PRIVATE)
_SHOWN = ("text", "initial_value", "label", "hint", "placeholder", "title", "description", "accessibility_label")
_SECRET = "ertrouwelijke zaak"
_ACTORS = ("select melder from cases", "select actor from entries", "select person from assignments")
Found = tuple[str, str]


class LogBook(logging.Handler):
    """Keeps every record as the app would write it, and as it came in."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(RedactingFormatter())
        self.lines: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [record.getMessage(), self.format(record)]
        if record.levelno >= logging.ERROR:
            self.errors.append(self.format(record))

    def __enter__(self) -> "LogBook":
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


def in_slack(world: World) -> Iterator[Found]:
    """Return what the app said to Slack that it should not have: (where, what)."""
    heard = world.http.get(f"{world.url}/driver/calls", timeout=20).json()
    for call in heard["latest"]:
        yield from in_call(call["method"], call["arguments"])
    for answer in heard["answers"]:
        yield from _in_answer(json.loads(answer) if answer.lstrip().startswith("{") else {"text": answer})


def in_words(where: str, text: str, allowed: Container[re.Pattern[str]] = ()) -> Iterator[Found]:
    """Return every canary in a text, but for those that may stand there."""
    yield from ((where, word) for one in _ALL if one not in allowed for word in one.findall(text))


def in_log(book: LogBook) -> Iterator[Found]:
    for line in book.lines:
        yield from in_words(f"log: {line[:200]}", line)


def on_the_web(world: World) -> Iterator[Found]:
    """Look at the pages that who watches over the app reads."""
    for path in ("metrics", "readyz", "healthz", "bestaat-niet"):
        answer = world.http.get(f"http://127.0.0.1:{world.app.port}/{path}", timeout=20)
        yield from in_words(f"/{path}", f"{answer.text} {dict(answer.headers)}")


def in_database(world: World) -> Iterator[Found]:
    """Look through every column of every table that is there, and through the files of a SQLite database."""
    for name, value in cells(world):
        yield from _hidden(name, value)
    for file in sorted(world.folder.glob("ruggespraak.db*")):
        yield from _hidden(file.name, file.read_bytes())


def cells(world: World) -> Iterator[tuple[str, Any]]:
    """Return every value in the database; a table that the app does not know of is looked through as well."""
    store = world.installation.context.store
    with store.read() as tx:
        there = set(inspect(tx).get_table_names())
        assert set(metadata.tables) <= there, "a table of the app is not in the database"
        for table in sorted(there):
            for row in tx.exec_driver_sql(f'select * from "{table}"').mappings():  # noqa: S608 - names of our own
                yield from ((f"{table}.{column}", value) for column, value in row.items())


def only_named(world: World) -> set[str]:
    """Return the names of those who were only named in a case: they reported, were asked and did nothing."""
    with world.installation.context.store.read() as tx:
        facts = " ".join(json.dumps(row[0]) for row in tx.exec_driver_sql("select facts from cases"))
        rounds = " ".join(str(tuple(row)) for row in tx.exec_driver_sql('select assignees, passed, "by" from rounds'))
        actors = {row[0] for query in _ACTORS for row in tx.exec_driver_sql(query)}
        ids = {row[0] for row in tx.exec_driver_sql("select id from people")}
        named = {one for one in ids if one in facts and one not in rounds} - actors
        return {word for one in people.named(tx, named).values() for word in NAME.findall(one.name)}


def in_messages(world: World) -> set[str]:
    """Return every name of a person that was said in a message."""
    heard = world.http.get(f"{world.url}/driver/calls", timeout=20).json()["latest"]
    said = [call["arguments"] for call in heard if call["method"].startswith("chat.")]
    return {word for one in said for word in NAME.findall(json.dumps(one))}


def told(found: Iterable[Found], canaries: Canaries) -> list[str]:
    """Return a line for each leak, with where the word was planted."""
    return sorted({f"{where}: {place}" for where, word in found for place in canaries.places([word])})


def in_call(method: str, arguments: dict[str, Any]) -> Iterator[Found]:
    if method == "views.publish":
        yield from _in_home(arguments["view"])
    elif "view" in arguments:
        yield from _in_view(method, arguments["view"])
    elif method.startswith("chat.") or method == "response_url":
        yield from _in_message(method, arguments)
    elif method != "users.lookupByEmail":  # an address is how the chat product knows a colleague
        yield from in_words(method, json.dumps(arguments))


def _in_answer(answer: dict[str, Any]) -> Iterator[Found]:
    if "view" in answer:
        yield from _in_view("ack", answer["view"])
    else:
        yield from _in_message("ack", answer)


def _in_view(method: str, view: dict[str, Any]) -> Iterator[Found]:
    """Only what a person reads may hold words of people."""
    for key, value in _leaves(view):
        if key not in _SHOWN:
            yield from in_words(f"{method} {view.get('callback_id')} {key}", str(value))


def _in_home(view: dict[str, Any]) -> Iterator[Found]:
    """A home page holds pointers, the names of colleagues, and notices."""
    for key, value in _leaves(view):
        yield from in_words(f"home {key}", str(value), (NAME, NOTICE) if key in _SHOWN else ())


def _in_message(method: str, body: dict[str, Any]) -> Iterator[Found]:
    """A message says who asks and who is asked, unless it is about a confidential case; a notice is its own text."""
    whole = json.dumps(body, ensure_ascii=False)
    for key, value in _leaves(body):
        allowed = (NAME, NOTICE) if key in _SHOWN and _SECRET not in whole else ()
        yield from in_words(f"{method} {key} in {whole[:300]}", str(value), allowed)


def _leaves(thing: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from _leaves(value, key if name == "text" and key in _SHOWN else name)
    elif isinstance(thing, list):
        for value in thing:
            yield from _leaves(value, key)
    else:
        yield key, thing


def _hidden(where: str, value: Any) -> Iterator[Found]:
    """Look at a stored value as it is, and as somebody may have thought that it could not be read."""
    if isinstance(value, memoryview | bytearray):
        value = bytes(value)
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    yield from in_words(where, text)
    for coded in _decoded(text):
        yield from in_words(f"{where}, encoded", coded)


def _decoded(text: str) -> Iterator[str]:
    if len(text) % 2 == 0 and len(text) >= 18 and all(one in "0123456789abcdefABCDEF" for one in text):
        yield bytes.fromhex(text).decode("latin-1")
    try:
        yield base64.b64decode(text, validate=True).decode("latin-1")
    except ValueError:
        return
