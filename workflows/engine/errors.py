"""The one error base of the engine, split by who can repair it.

The engine holds no sentences: an error carries a key into ``texts`` and its parameters, so that every face shows
the same Dutch words. ``str()`` is for engineers.
"""


class WorkflowError(Exception):
    """Something that was asked of a case cannot be done; ``key`` names the sentence that says what to do."""

    key = "error.workflow"

    def __init__(self, key: str | None = None, **params: str) -> None:
        self.key = key or type(self).key
        self.params = params
        super().__init__(f"{self.key} {params}" if params else self.key)


class StaleActionError(WorkflowError):
    """The round is no longer open, or its text changed: the person looks again."""

    key = "error.stale"


class NotAllowedError(WorkflowError):
    """This person may not do this: someone else can."""

    key = "error.not_allowed"


class BarredError(WorkflowError):
    """A rule keeps this from ending so now; ``text`` is that rule, and who may change what it reads repairs it."""

    key = "error.barred"


class UnknownActionError(WorkflowError):
    """The protocol has no such task or outcome: the programmer or an edited payload is to blame."""

    key = "error.unknown"


class IncompleteError(WorkflowError):
    """A required answer is missing or wrong: the person fills it in. ``fields`` maps field to text key."""

    key = "error.incomplete"

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(fields=", ".join(sorted(fields)))
