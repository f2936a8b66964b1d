"""The name for what travels over the wire. It decides nothing: the shape of each message is Slack's, not ours."""

from typing import Any

Json = dict[str, Any]
