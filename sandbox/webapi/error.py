"""The way in which Slack says no: a code, and sometimes the sentences behind it."""

from collections.abc import Sequence


class SlackError(Exception):
    """Becomes HTTP 200 with ok false."""

    def __init__(self, code: str, messages: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.messages = [f"[ERROR] {message}" for message in messages]
