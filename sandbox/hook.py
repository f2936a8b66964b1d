"""Response urls: five uses within thirty minutes, bound to the gesture they came from.

Real time counts here, as it does at Slack. What a use changes in the channel is decided in `webapi.respond`.
"""

import secrets
import threading
import time
from dataclasses import dataclass, field

USES = 5
SECONDS = 30 * 60


class HookRefused(Exception):
    """The url is unknown, used up or too old; carries Slack's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(kw_only=True)
class Hook:
    user: str
    channel: str
    message_ts: str | None
    issued: float = field(default_factory=time.monotonic)
    uses: int = 0


class Hooks:
    """All response urls of this run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Hook] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None) -> str:
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._known[key] = Hook(user=user, channel=channel, message_ts=message_ts)
        return key

    def use(self, key: str) -> Hook:
        with self._lock:
            hook = self._known.get(key)
            if hook is None:
                raise HookRefused("no_service")
            if hook.uses >= USES or time.monotonic() - hook.issued > SECONDS:
                raise HookRefused("used_url" if hook.uses >= USES else "expired_url")
            hook.uses += 1
            return hook
