"""What every piece of a protocol is made of: its scalar types, its fixed words, and the base that refuses the unknown.

Nothing here knows what a task or a question is.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

KEY = re.compile(r"^[a-z][a-z0-9_]{0,49}$")
Key = Annotated[str, StringConstraints(pattern=KEY.pattern)]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.\-]{0,19}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]

SUBJECT = "plaatser_persoon"
INVOLVED = "betrokkenen"
POSTER = "plaatser"
KNOWN_POSTER = "bekende_plaatser"
SELF = "ikzelf"
URGENT = "spoed"
DONE = "klaar"
NOT_POSSIBLE = "niet_mogelijk"
DECLINED = "niet"
SKIPPED = "overslaan"
MELDER = "melder"
BOARD_ROLES = ("bestuur", "toezicht")
OWNER = "eigenaar"
MOTIVATION = "motivering"

Role = Literal[
    "melder",
    "leidinggevende",
    "directie",
    "bestuur",
    "toezicht",
    "manager_hrm",
    "pr",
    "fg",
    "vertrouwenspersoon",
    "eigenaar",
]
ROLES: tuple[str, ...] = get_args(Role)


def words_of(key: str) -> str:
    """Return a key as words: what stands on a button when a protocol gives no label."""
    return key.replace("_", " ").capitalize()


def as_tuple(value: Any) -> Any:
    """A single word reads as a list of one."""
    return (value,) if isinstance(value, str) else value


def as_plain_text(value: Any) -> Any:
    """A version reads as text, also where YAML sees a date or a number."""
    return str(value) if isinstance(value, date | int | float) and not isinstance(value, bool) else value


class Part(BaseModel):
    """One piece of a protocol: nothing unknown is accepted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Several = Annotated[tuple[Key, ...], BeforeValidator(as_tuple)]
Cites = Annotated[tuple[RuleId, ...], BeforeValidator(as_tuple)]
When = Mapping[Key, Several]
Moment = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}(\.[a-z][a-z0-9_]{0,49})?$")]
