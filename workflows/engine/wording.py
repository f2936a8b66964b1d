"""Does every text that people read exist, fit the limits of Slack and Teams, and stand on a rule that exists?"""

from collections.abc import Iterator, Mapping
from string import Formatter

from workflows.engine.part import Part
from workflows.engine.protocol import Protocol, question_label

_OPTION = 75
_OPTIONS = 100
_LABEL = 150
_NOTICE = 2000
_BLANKS = ("platform", "moment")
_INSERT_BLANKS = ("functie", "school")
_RECEIPT = "ontvangst"
TEXTS = ("direct_gevaar", "niet_reageren", "bewaar_bewijs", "geen_beeld", "mededeling", "opheffing")
NOTICES = ("mededeling", "opheffing")

Problems = Iterator[tuple[str, str]]


def wording_problems(protocol: Protocol) -> Problems:
    """Yield a dotted key and a sentence for every text that is missing, too long, or cites what is not there."""
    yield from _texts(protocol)
    yield from _cites(protocol)
    yield from _shown(protocol)
    yield from _labels(protocol)
    yield from _inserts(protocol)


def cites_of(part: Part | Mapping[str, object], where: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each key that cites rules, with those rules: whatever piece of a protocol may cite is found by itself."""
    pieces = part if isinstance(part, Mapping) else {name: getattr(part, name) for name in type(part).model_fields}
    for name, piece in pieces.items():
        key = f"{where}.{name}" if where else str(name)
        if name == "cite" and isinstance(piece, tuple):
            yield key, piece
        elif isinstance(piece, Part | Mapping):
            yield from cites_of(piece, key)


def _texts(protocol: Protocol) -> Problems:
    for name in TEXTS:
        if name not in protocol.texts:
            yield "texts", f"the text '{name}' is missing"
    for name in NOTICES:
        text = protocol.texts.get(name, "")
        if len(text) > _NOTICE:
            yield f"texts.{name}", f"longer than {_NOTICE} characters"
        yield from _blank_problems(f"texts.{name}", text, _BLANKS)


def _blank_problems(where: str, text: str, known: tuple[str, ...]) -> Problems:
    for blank in _blanks(text):
        if blank not in known:
            yield where, f"unknown blank '{{{blank}}}'; known: {', '.join(f'{{{one}}}' for one in known)}"


def _blanks(text: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return []


def _cites(protocol: Protocol) -> Problems:
    for key, cites in cites_of(protocol):
        for rule in cites:
            if rule not in protocol.articles:
                yield key, f"cites '{rule}', which is not among the articles"


def _shown(protocol: Protocol) -> Problems:
    """A moment is a kind, a task of a kind, or the receipt of a kind."""
    for rule, article in protocol.articles.items():
        for moment in article.shown:
            kind, _, task = moment.partition(".")
            if kind not in protocol.kinds:
                yield f"articles.{rule}.shown", f"'{kind}' is no kind of this protocol"
            elif task and task != _RECEIPT and task not in protocol.kinds[kind].tasks:
                yield f"articles.{rule}.shown", f"'{task}' is no task of '{kind}'"


def _labels(protocol: Protocol) -> Problems:
    for group, questions in (("facts", protocol.facts), ("fields", protocol.fields)):
        for name, question in questions.items():
            if len(question_label(name, question)) > _LABEL:
                yield f"{group}.{name}.label", f"longer than {_LABEL} characters"
            if len(question.of) > _OPTIONS:
                yield f"{group}.{name}.of", f"more than {_OPTIONS} values"
            for value, label in question.of.items():
                if len(label) > _OPTION:
                    yield f"{group}.{name}.of.{value}", f"longer than {_OPTION} characters"


def _inserts(protocol: Protocol) -> Problems:
    for key, kind in protocol.kinds.items():
        for name, insert in kind.inserts.items():
            where = f"kinds.{key}.inserts.{name}"
            if "tekst" not in kind.intake:
                yield where, "this kind asks for no 'tekst' in which it could be put"
            yield from _blank_problems(f"{where}.text", insert.text, _INSERT_BLANKS)
