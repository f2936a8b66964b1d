"""Trigger ids: handed out with a gesture, good for one view within three real seconds.

The sandbox's clock must not touch them: the three seconds are about a network, not about a school day.
"""

import secrets
import threading
import time
from dataclasses import dataclass, field

REMEMBERED = 20_000  # long expired by then; kept only to say "expired" and not "invalid"


class TriggerRefused(Exception):
    """Carries Slack's own error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(kw_only=True)
class Trigger:
    user: str
    view: str | None
    issued: float = field(default_factory=time.monotonic)
    used: bool = False


class Triggers:
    """All triggers of this run."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, view: str | None = None) -> str:
        key = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        with self._lock:
            self._known[key] = Trigger(user=user, view=view)
            while len(self._known) > REMEMBERED:
                self._known.pop(next(iter(self._known)))
        return key

    def exchange(self, key: object) -> Trigger:
        with self._lock:
            trigger = self._known.get(key) if isinstance(key, str) else None
            if trigger is None:
                raise TriggerRefused("invalid_trigger_id")
            if time.monotonic() - trigger.issued > self._seconds:
                raise TriggerRefused("expired_trigger_id")
            if trigger.used:
                raise TriggerRefused("exchanged_trigger_id")
            trigger.used = True
            return trigger
