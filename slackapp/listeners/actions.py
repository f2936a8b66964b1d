"""The buttons, in messages, modals and on the home page, and choices that redraw a form.

What a button means is for the Desk to say.
"""

import re

from slack_bolt import Ack, App

from slackapp import answers, blocks, inputs, keys
from slackapp.face import Face
from slackapp.gestures import Payload
from texts import say
from workflows.cards.replies import Reply

_LINK = re.compile(rf"^{blocks.LINK}\{blocks.SEPARATOR}\d+$")
_OURS = re.compile(rf".\{blocks.SEPARATOR}\d+$")
_INPUT = re.compile(rf"^{inputs.ANSWER}(-\d+)?$")
_ANY = re.compile("")
CHANGED = "form.changed"


def register(app: App, face: Face) -> None:
    @app.action(_LINK)
    def follow(ack: Ack) -> None:
        ack()

    @app.action(_OURS)
    def press(body: Payload, ack: Ack) -> None:
        ack(face.answer(body, lambda gesture: _press(face, gesture.member, body)))

    @app.action(_INPUT)
    def change(body: Payload, ack: Ack) -> None:
        ack(face.answer(body, lambda gesture: _press(face, gesture.member, body, CHANGED)))

    @app.action(_ANY)
    def unknown(body: Payload, ack: Ack) -> None:
        ack(face.answer(body, lambda _: Reply(errors={"": say("slack.unknown_action")})))


def _press(face: Face, member: str, body: Payload, action: str = "") -> Reply:
    pressed = body["actions"][0]
    view = body.get("view") or {}
    return face.desk.press(
        member,
        action or pressed["action_id"].rpartition(blocks.SEPARATOR)[0],
        answers.text(pressed.get("value")),
        context=answers.context(view),
        answers=answers.of_state(view.get("state") or body.get("state")),
        key=keys.of_press(body),
    )
