"""What a protocol asks of people, and which of its rules they read at which moment."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from workflows.engine.part import Cites, Key, Moment, Part, Role, Several, Text, When, as_tuple, words_of


def _as_options(value: Any) -> Any:
    """A list of values is a mapping whose labels are the values themselves."""
    if isinstance(value, list | tuple):
        if not all(isinstance(item, str) for item in value):
            raise ValueError("'of' lists words, or maps each word to its label")
        return {item: words_of(item) for item in value}
    return value


class Article(Part):
    """One rule of the school's own document, in our words, that tasks cite and people can choose.

    ``shown`` names the moments at which people read it: a kind (while they fill in its first screen), ``kind.task``
    (beside that task) or ``kind.ontvangst`` (in the receipt); with ``when`` only in cases of which that holds.
    """

    ref: Text
    text: Text
    shown: Annotated[tuple[Moment, ...], BeforeValidator(as_tuple)] = ()
    when: When = Field(default_factory=dict)


class Known(Part):
    """Who a fact is ``ja`` for without being asked: a job title that begins so, or a role in the staff file."""

    functie: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = ()
    rollen: Annotated[tuple[Role, ...], BeforeValidator(as_tuple)] = ()


class Question(Part):
    """What a person is asked: a fact (conditions may read it) or a field (kept with the answer).

    ``known`` answers a fact by itself, from who the melder is; ``when`` asks only those melders of whom such facts
    hold; ``excluded`` takes an option away while its condition holds. Of the answers in ``no_files`` no file is kept.
    """

    type: Literal["choice", "choices", "person", "people", "date", "text", "longtext", "url", "article", "file"]
    of: Annotated[Mapping[Key, Text], BeforeValidator(_as_options)] = Field(default_factory=dict)
    label: str = Field(default="", max_length=150)
    short: str = Field(default="", max_length=40)
    help: str = Field(default="", max_length=500)
    placeholder: str = Field(default="", max_length=150)
    template: str = Field(default="", max_length=3000)
    required: bool = True
    day: Literal["", "past", "future"] = ""
    max: int = Field(default=3000, ge=1, le=3000)
    set_by: Annotated[tuple[Role, ...], BeforeValidator(as_tuple)] = ()
    known: Known | None = None
    when: When = Field(default_factory=dict)
    excluded: Mapping[Key, When] = Field(default_factory=dict)
    no_files: Several = ()
    cite: Cites = ()

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> "Question":
        if self.type in ("choice", "choices") and not self.of:
            raise ValueError("'of' lists the values that can be chosen")
        return self


def question_label(key: str, question: Question) -> str:
    """Return the words above a field."""
    return question.label or words_of(key)
