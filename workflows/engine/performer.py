"""Who performs a task, as a protocol says it: a role, several roles, or a person that the case itself names.

Finding the people is for ``route``.
"""

from collections.abc import Mapping
from typing import Any

from workflows.engine.part import KEY, ROLES, Key, Part, Role

_PERSON_KEYS = ("named_in", "setter_of", "doer_of", "each")


def as_who(value: Any) -> Any:
    """Return what pydantic reads; one sentence for what is no ``who``, where a union would give many."""
    match value:
        case str():
            _known_roles((value,))
        case list() | tuple():
            _known_roles(value)
            return tuple(value)
        case dict() if not _names_a_person(value) and not _names_a_role(value):
            forms = ", ".join(_PERSON_KEYS)
            raise ValueError(f"who is a role, a list of roles, {forms}, or role_in or role_by with a default")
    return value


def _known_roles(roles: Any) -> None:
    if not roles:
        raise ValueError("who names nobody")
    for role in roles:
        if role not in ROLES:
            raise ValueError(f"unknown role '{role}'; known: {', '.join(ROLES)}")


def _names_a_person(value: Mapping[Any, Any]) -> bool:
    return len(value) == 1 and any(_is_key(value.get(key)) for key in _PERSON_KEYS)


def _names_a_role(value: Mapping[Any, Any]) -> bool:
    if set(value) == {"role_in", "default"} and _is_key(value["role_in"]):
        _known_roles((value["default"],))
        return True
    if set(value) == {"role_by", "roles", "default"} and _is_key(value["role_by"]) and isinstance(value["roles"], dict):
        _known_roles((value["default"], *value["roles"].values()))
        return True
    return False


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and KEY.match(value) is not None


class NamedIn(Part):
    """The person who was named in an answer of that task."""

    named_in: Key


class SetterOf(Part):
    """The person who set that fact."""

    setter_of: Key


class DoerOf(Part):
    """The person who finished that task."""

    doer_of: Key


class RoleIn(Part):
    """The role that a choice fact holds, or the default when it was not set."""

    role_in: Key
    default: Role


class RoleBy(Part):
    """The role that belongs to the value of a choice fact, or the default."""

    role_by: Key
    roles: Mapping[Key, Role]
    default: Role


class Each(Part):
    """Every person named in that field: the task stands open once for each of them, and no deputy does it."""

    each: Key


Who = Role | tuple[Role, ...] | NamedIn | SetterOf | DoerOf | RoleIn | RoleBy | Each
