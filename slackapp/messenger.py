"""The Messenger over Slack's Web API. It sends once and tells what happened; it never decides to send again."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from slackapp import blocks, downloads, people, plain
from slackapp.faults import translated
from slackapp.workspace import Home, Workspace
from workflows.cards.elements import Card
from workflows.usecases.messenger import Member, PausedError, Place, RefusedError, TroubleError, UncertainError

EVENT = "ruggespraak_delivery"
PAGE = 200
LARGE_PAGE = 1000  # of ids only, while somebody waits for the count
LOOKED = 5  # pages back
CLOCKS = 120.0  # seconds that Slack's clock and ours may differ
PAUSES = 10
LONGEST_PAUSE = 60.0
_GONE = {"file_not_found", "file_deleted"}
_PLAIN: dict[str, Any] = {"parse": "none", "link_names": False}  # chat.update would link what looks like a name

Call = Callable[..., SlackResponse]


class SlackMessenger:
    """Implements workflows.usecases.messenger.Messenger; *sleep* waits between the pages of a long list."""

    def __init__(self, client: WebClient, sleep: Callable[[float], None] = time.sleep) -> None:
        self.client = client
        self.sleep = sleep
        self._home = Home(client)

    def send(self, to: str, card: Card, key: str) -> Place:
        body = _body(card)
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        with translated(repeatable=False):
            answer = self.client.chat_postMessage(
                channel=to, metadata=metadata, unfurl_links=False, unfurl_media=False, mrkdwn=False, **_PLAIN, **body
            )
        return Place(channel=str(answer["channel"]), ts=str(answer["ts"]))

    def find(self, to: str, key: str, since: float) -> Place | None:
        """Look back; where Slack lets nobody look, it stays uncertain."""
        try:
            channel = self._channel(to)
            for page in islice(self._history(channel, since), LOOKED):
                if ts := _ts_of(page, key):
                    return Place(channel=channel, ts=ts)
                if not _cursor(page):
                    return None
        except RefusedError as error:
            raise UncertainError(error.reason) from error
        raise UncertainError("history_too_long")

    def update(self, place: Place, card: Card) -> None:
        body = _body(card)
        with translated(repeatable=True):
            self.client.chat_update(channel=place.channel, ts=place.ts, **_PLAIN, **body)

    def home(self, to: str, card: Card) -> None:
        view = blocks.home(card)
        with translated(repeatable=True):
            self.client.views_publish(user_id=to, view=view)

    def member_of(self, email: str) -> Member | None:
        try:
            with translated(repeatable=True):
                user = self.client.users_lookupByEmail(email=email)["user"]
        except RefusedError as error:
            if error.reason == "users_not_found":
                return None
            raise
        return None if people.is_bot(user) else people.member(user, self._workspace())

    def members(self) -> list[Member]:
        users = self._all(self.client.users_list, "members")
        home = self._workspace()
        return [people.member(user, home) for user in users if not people.is_bot(user)]

    def channel_members(self, channel: str) -> list[str]:
        with translated(repeatable=True):
            own = str(self.client.auth_test().get("user_id") or "")
        found = self._all(self.client.conversations_members, "members", LARGE_PAGE, channel=channel)
        return [str(member) for member in found if member != own]

    def fetch(self, file: str) -> tuple[str, bytes]:
        with translated(repeatable=True):
            found = self.client.files_info(file=file)["file"]
        if found.get("mode") == "tombstone":  # what Slack keeps of a file that somebody deleted
            raise RefusedError("file_deleted")
        url = str(found.get("url_private_download") or "")
        if not url:
            raise RefusedError("no_download")
        if int(found.get("size") or 0) > downloads.LARGEST:
            raise RefusedError("file_too_large")
        return str(found.get("name") or file), downloads.fetch(self.client, url, str(found.get("mimetype") or ""))

    def discard(self, file: str) -> bool:
        try:
            with translated(repeatable=True):
                self.client.files_delete(file=file)
        except RefusedError as error:
            return error.reason in _GONE
        return True

    def has_file(self, file: str) -> bool:
        try:
            with translated(repeatable=True):
                found = self.client.files_info(file=file)["file"]
        except RefusedError as error:
            if error.reason in _GONE:
                return False
            raise
        return str(found.get("mode")) != "tombstone"

    def _workspace(self) -> Workspace:
        with translated(repeatable=True):
            return self._home.workspace()

    def _channel(self, to: str) -> str:
        """A direct message has a channel of its own; opening it twice is opening it once."""
        if not to.startswith(("U", "W")):
            return to
        with translated(repeatable=True):
            return str(self.client.conversations_open(users=to)["channel"]["id"])

    def _history(self, channel: str, since: float) -> Iterator[SlackResponse]:
        oldest, cursor = f"{max(since - CLOCKS, 0.0):.6f}", ""
        while True:
            with translated(repeatable=True):
                page = self.client.conversations_history(
                    channel=channel, oldest=oldest, include_all_metadata=True, limit=PAGE, cursor=cursor or None
                )
            yield page
            cursor = _cursor(page)

    def _all(self, call: Call, key: str, limit: int = PAGE, **arguments: str) -> Iterator[Any]:
        cursor: str | None = None
        while cursor != "":
            page = self._page(call, limit=limit, cursor=cursor, **arguments)
            if page.get(key) is None:
                raise TroubleError(f"an answer without {key}")
            yield from page[key]
            cursor = _cursor(page)

    def _page(self, call: Call, **arguments: Any) -> SlackResponse:
        """A school of thousands has more pages than Slack gives in a minute: wait, rather than begin again."""
        for _ in range(PAUSES):
            try:
                with translated(repeatable=True):
                    return call(**arguments)
            except PausedError as error:
                if error.seconds > LONGEST_PAUSE:
                    raise
                self.sleep(error.seconds)
        with translated(repeatable=True):
            return call(**arguments)


def _body(card: Card) -> dict[str, Any]:
    """Return the text that screen readers and notifications get whole, and the blocks that the eye gets."""
    try:
        return {"text": plain.notice(card.text), "blocks": blocks.message(card)}
    except blocks.LimitError as error:
        raise RefusedError(f"card_does_not_fit: {error}") from error


def _ts_of(page: SlackResponse, key: str) -> str:
    for message in page.get("messages") or ():
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("key") == key:
            return str(message["ts"])
    return ""


def _cursor(page: SlackResponse) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
