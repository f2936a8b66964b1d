"""What happens in the workspace: the home page is opened, the app removed. The rest is only acknowledged."""

import logging
import re

from slack_bolt import Ack, App

from slackapp.face import Face
from slackapp.gestures import Payload

log = logging.getLogger(__name__)
_ANY = re.compile("")


def register(app: App, face: Face) -> None:
    @app.event("app_home_opened")
    def open_home(body: Payload, ack: Ack) -> None:
        if body["event"].get("tab") == "home":
            face.show_home(body)
        ack()

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    def removed(body: Payload, ack: Ack) -> None:
        log.error("Slack took away our access: %s", body["event"]["type"])
        ack()

    @app.event(_ANY)
    def other(ack: Ack) -> None:
        ack()
