"""Hands out the Dutch sentences of `texts.json`, the one place where they are written."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("texts.json")
_TEXTS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def say(key: str, **values: object) -> str:
    return str(_TEXTS[key]).format(**values)
