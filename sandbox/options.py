"""What can be set from outside when a sandbox is started. It must not read files or the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.calls import REMEMBERED
from sandbox.json_types import Json
from sandbox.switch import Switch


@dataclass(frozen=True, kw_only=True)
class Limits:
    """A token bucket: so many calls per second, and so many saved up at most."""

    per_second: float
    burst: int


@dataclass(frozen=True, kw_only=True)
class Options:
    """One sandbox. `definition` is the school, `manifest` is the parsed Slack app manifest."""

    definition: Json
    manifest: Json
    request_url: str | None = None
    bot_token: str = "xoxb-sandbox"  # noqa: S105  a playground's token protects nothing
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105
    app_id: str = "A0SANDBOX"
    public_url: str | None = None
    state_file: Path | None = None
    clock_file: Path | None = None
    limits: Mapping[str, Limits] = field(default_factory=dict)
    faults: tuple[Json, ...] = ()
    trigger_seconds: float = 3.0
    answer_seconds: float = 3.0
    threads: int = 16
    switch: Switch | None = None
    retry_after: tuple[float, ...] = (0.0, 60.0, 300.0)
    remembered: int = REMEMBERED
