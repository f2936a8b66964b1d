"""One running sandbox: the workspace with everything around it, handed to each route. It decides nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from sandbox.bucket import Buckets
from sandbox.calls import Calls
from sandbox.clock import Clock
from sandbox.fault import Faults
from sandbox.hook import Hooks
from sandbox.json_types import Json
from sandbox.options import Options
from sandbox.store import Store
from sandbox.switch import Lever
from sandbox.trigger import Triggers
from sandbox.workspace import Workspace, load

FOLDER = Path(__file__).parent


@dataclass(kw_only=True)
class Site:
    options: Options
    clock: Clock
    workspace: Workspace
    triggers: Triggers
    hooks: Hooks = field(default_factory=Hooks)
    faults: Faults = field(default_factory=Faults)
    calls: Calls
    buckets: Buckets
    lever: Lever
    store: Store | None = None
    base_url: str = "http://127.0.0.1"
    suggested: dict[tuple[str, str, str], list[Json]] = field(default_factory=dict)

    @property
    def team_id(self) -> str:
        return str(self.workspace.team["id"])

    def close(self) -> None:
        if self.store is not None:
            self.store.close()


def build(options: Options) -> Site:
    clock = Clock(options.clock_file)
    workspace = load(options.definition, app_name(options.manifest), clock)
    store = Store(options.state_file, workspace) if options.state_file else None
    site = Site(
        options=options,
        clock=clock,
        workspace=workspace,
        triggers=Triggers(options.trigger_seconds),
        calls=Calls(options.remembered),
        buckets=Buckets(options.limits),
        lever=Lever(options.switch),
        store=store,
    )
    for fault in options.faults:
        site.faults.plan(fault)
    return site


def app_name(manifest: Json) -> str:
    shown = manifest.get("features", {}).get("bot_user", {}).get("display_name")
    return str(shown or manifest.get("display_information", {}).get("name") or "App")
