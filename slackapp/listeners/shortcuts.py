"""The global shortcuts and the one on a message. It decides which kind of case each begins; it fetches nothing."""

from collections.abc import Callable

from slack_bolt import Ack, App

from slackapp import typed
from slackapp.face import Face
from slackapp.gestures import Payload

KINDS = {"melden": "ontsporing", "publiceren": "publicatie"}


def register(app: App, face: Face) -> None:
    for shortcut, kind in KINDS.items():
        app.shortcut(shortcut)(_starter(face, kind))

    @app.shortcut("melden_bericht")
    def report(body: Payload, ack: Ack) -> None:
        message = body.get("message") or {}
        text, link = typed.plain_words(message.get("text") or ""), _link(body, message)
        ack(face.answer(body, lambda gesture: face.desk.start(gesture.member, "ontsporing", text=text, link=link)))


def _starter(face: Face, kind: str) -> Callable[..., None]:
    def start(body: Payload, ack: Ack) -> None:
        ack(face.answer(body, lambda gesture: face.desk.start(gesture.member, kind)))

    return start


def _link(body: Payload, message: Payload) -> str:
    """Return the message's address: as given, else built the way Slack builds it."""
    if given := message.get("permalink"):
        return str(given)
    domain, channel = (body.get("team") or {}).get("domain"), (body.get("channel") or {}).get("id")
    stamp = str(body.get("message_ts") or message.get("ts") or "").replace(".", "")
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp}" if domain and channel and stamp else ""
