"""One sort of case: who may start it, what is asked first, what helps with a text, and its tasks."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from workflows.engine.part import Cites, Key, Part, Role, RuleId, Several, Text, When, as_tuple
from workflows.engine.task import Task


class Insert(Part):
    """Words that the melder adds to a text with one press; ``must`` makes their absence a remark.

    ``{functie}`` and ``{school}`` are filled in from the staff file. ``when`` reads facts of the first screen.
    """

    label: Annotated[Text, Field(max_length=75)]
    text: Annotated[Text, Field(max_length=1000)]
    must: bool = False
    when: When = Field(default_factory=dict)
    cite: Cites = ()


class Remark(Part):
    """What is pointed out about a text, beside the personal data that are always looked for.

    With ``words`` only when one of them stands in the text; else whenever ``when`` holds. It forbids nothing.
    """

    words: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = ()
    when: When = Field(default_factory=dict)
    text: Text
    cite: Cites = ()


class Answer(Part):
    """A question that the protocol itself answers at intake: the task ends so, and the case with it."""

    when: Annotated[When, Field(min_length=1)]
    task: Key
    outcome: Key
    rule: RuleId
    cite: Cites = ()


class Kind(Part):
    """One sort of case: who may start it, what is asked first, and its tasks.

    Of a ``confidential`` kind messages say no more than that there is a case.
    """

    label: Text
    title: str = Field(default="", max_length=24)
    help: str = Field(default="", max_length=2000)
    started_by: tuple[str, ...] = ("medewerker",)
    owner: Role = "leidinggevende"
    confidential: bool = False
    intake: Several = ()
    more: Several = ()
    answers: Mapping[Key, Answer] = Field(default_factory=dict)
    inserts: Mapping[Key, Insert] = Field(default_factory=dict)
    remarks: Mapping[Key, Remark] = Field(default_factory=dict)
    cite: Cites = ()
    tasks: Mapping[Key, Task]
