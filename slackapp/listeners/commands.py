"""The slash commands. It decides which kind of case each one begins, nothing more."""

from collections.abc import Callable

from slack_bolt import Ack, App

from slackapp import typed
from slackapp.face import Face
from slackapp.gestures import Payload

KINDS = {"/melden": "ontsporing", "/publiceren": "publicatie", "/pers": "pers"}


def register(app: App, face: Face) -> None:
    for command, kind in KINDS.items():
        app.command(command)(_starter(face, kind))

    @app.command("/ruggespraak")
    def guide(body: Payload, ack: Ack) -> None:
        text = typed.plain_words(body.get("text") or "")
        ack(face.answer(body, lambda gesture: face.desk.guide(gesture.member, text)))


def _starter(face: Face, kind: str) -> Callable[..., None]:
    def start(body: Payload, ack: Ack) -> None:
        text = typed.plain_words(body.get("text") or "")
        ack(face.answer(body, lambda gesture: face.desk.start(gesture.member, kind, text=text)))

    return start
