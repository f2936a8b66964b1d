"""One message in a channel: Slack's own fields in `body`, and who may see it. It must not know how it is drawn."""

from dataclasses import dataclass

from sandbox.json_types import Json


@dataclass(kw_only=True)
class Message:
    body: Json
    only_for: str | None = None

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    def visible_to(self, user: str) -> bool:
        return self.only_for is None or self.only_for == user

    def as_slack(self, with_metadata: bool = False) -> Json:
        if with_metadata:
            return dict(self.body)
        return {key: value for key, value in self.body.items() if key != "metadata"}
