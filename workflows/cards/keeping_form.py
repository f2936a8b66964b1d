"""The forms with which a case is kept longer, or let go: a reason, and what follows from it."""

from typing import Literal

from texts import say
from workflows.cards.elements import Field, Form
from workflows.cards.outcome_form import text_form

REASON, LONGEST = "bewaarreden", 1000
Doing = Literal["hold", "release"]


def keeping_form(doing: Doing, case_id: str, draft: str) -> Form:
    """Return the form with the one question why; *draft* makes the gesture count once."""
    reason = Field(key=REASON, label=say("retention.reason"), type="longtext", max=LONGEST)
    return text_form(
        doing,
        say(f"retention.{doing}"),
        say(f"retention.{doing}_lead"),
        (reason,),
        say(f"retention.{doing}"),
        {"case": case_id, "draft": draft},
    )
