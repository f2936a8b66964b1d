"""One file per sort of gesture: read the payload, one call into the Desk, show the reply, ack last."""

from slack_bolt import App

from slackapp.face import Face
from slackapp.listeners import actions, commands, events, shortcuts, submissions


def register(app: App, face: Face) -> None:
    # Bolt asks them one by one whether a request is theirs: what carries most work to save comes first.
    for listeners in (submissions, actions, commands, shortcuts, events):
        listeners.register(app, face)
