"""What a protocol may say: tasks, facts and fields of one school, as frozen pydantic values.

A protocol is data that a head teacher can read. This module decides what stands in a file and that every name in it
exists; ``task`` has the words of one task. It must not read files (``workflows.protocol_files`` does) and must not
run a case (``decide`` does).
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from workflows.engine.contact import Contact
from workflows.engine.kind import Answer, Insert, Kind, Remark
from workflows.engine.names import NamesError, name_problems
from workflows.engine.part import (
    DECLINED,
    DONE,
    INVOLVED,
    MELDER,
    MOTIVATION,
    NOT_POSSIBLE,
    OWNER,
    POSTER,
    ROLES,
    SELF,
    SKIPPED,
    SUBJECT,
    URGENT,
    Cites,
    Key,
    Part,
    Role,
    RuleId,
    Text,
    When,
    as_plain_text,
    words_of,
)
from workflows.engine.performer import DoerOf, Each, NamedIn, RoleBy, RoleIn, SetterOf, Who
from workflows.engine.question import Article, Known, Question, question_label
from workflows.engine.task import Bar, Outcome, Task, asked, outcome_label, outcomes, sends, task_label

__all__ = [
    "DECLINED",
    "DONE",
    "INVOLVED",
    "MELDER",
    "MOTIVATION",
    "NOT_POSSIBLE",
    "OWNER",
    "POSTER",
    "ROLES",
    "SELF",
    "SKIPPED",
    "SUBJECT",
    "URGENT",
    "Answer",
    "Article",
    "Bar",
    "Contact",
    "Deviation",
    "DoerOf",
    "DossierRule",
    "Each",
    "Insert",
    "Kind",
    "Known",
    "NamedIn",
    "NamesError",
    "Outcome",
    "Part",
    "Protocol",
    "Question",
    "Remark",
    "Role",
    "RoleBy",
    "RoleIn",
    "SetterOf",
    "Task",
    "When",
    "Who",
    "asked",
    "outcome_label",
    "outcomes",
    "question_label",
    "sends",
    "task_label",
]


class DossierRule(Part):
    """Where it is recorded that such a person posted: every case of which ``when`` holds must get there."""

    type: Literal["personeel", "leerling"]
    when: When = Field(default_factory=dict)
    cite: Cites = ()


class Deviation(Part):
    """A protocol from which another file may only deviate with a reason (``override_reason``)."""

    of: Text
    cite: Cites = ()


class Protocol(Part):
    """One school's protocol, complete: everything that ``extends`` brought in is already merged."""

    protocol: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    version: Annotated[str, BeforeValidator(as_plain_text)]
    title: Text
    adopted: str = ""
    override_reason: str = ""
    deviation: Deviation | None = None
    cite: Cites = ()
    labels: Mapping[Role, Text] = Field(default_factory=dict)
    articles: Mapping[RuleId, Article] = Field(default_factory=dict)
    facts: Mapping[Key, Question] = Field(default_factory=dict)
    fields: Mapping[Key, Question] = Field(default_factory=dict)
    texts: Mapping[Key, Text] = Field(default_factory=dict)
    contacts: Mapping[Key, Contact] = Field(default_factory=dict)
    dossiers: Mapping[Key, DossierRule] = Field(default_factory=dict)
    kinds: Annotated[Mapping[Key, Kind], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_exist(self) -> "Protocol":
        problems = list(name_problems(self))
        if problems:
            raise NamesError(problems)
        return self

    def question(self, key: str) -> Question:
        """Return the fact or field of that name."""
        return self.facts[key] if key in self.facts else self.fields[key]

    def task(self, kind: str, key: str) -> Task:
        """Return one task of a kind; KeyError when the protocol has none of that name."""
        return self.kinds[kind].tasks[key]

    def label(self, role: str) -> str:
        """Return the school's own word for a role."""
        return next((text for known, text in self.labels.items() if known == role), words_of(role).lower())
