"""The forms that are sent in: everything in them goes to the Desk as it is."""

import re

from slack_bolt import Ack, App

from slackapp import answers, keys
from slackapp.face import Face
from slackapp.gestures import Payload
from workflows.cards.replies import Reply

_ANY = re.compile("")


def register(app: App, face: Face) -> None:
    @app.view(_ANY)
    def submit(body: Payload, ack: Ack) -> None:
        ack(face.answer(body, lambda gesture: _submit(face, gesture.member, body["view"])))


def _submit(face: Face, member: str, view: Payload) -> Reply:
    return face.desk.submit(
        member,
        view["callback_id"],
        context=answers.context(view),
        answers=answers.of_state(view.get("state")),
        key=keys.of_submission(view),
    )
