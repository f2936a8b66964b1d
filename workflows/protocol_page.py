"""A protocol as one page that people can read: who is who, the drawings, and where each rule is kept and tested.

Decides what stands on the page and how it is worded. It writes no file and looks for no tests (``tests.pages`` does);
it must not know which parts of a protocol can cite a rule: it walks all of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from workflows.engine.draw_words import fact_words, listed
from workflows.engine.part import words_of
from workflows.engine.protocol import Article, Protocol
from workflows.protocol_files import Source

LAW_RULE = "X-"
_NOUNS = {
    "tasks": "stap",
    "outcomes": "uitkomst",
    "facts": "vraag",
    "fields": "vraag",
    "kinds": "soort zaak",
    "bars": "voorwaarde",
    "inserts": "toevoeging",
    "remarks": "opmerking",
    "answers": "antwoord vooraf",
    "contacts": "contact",
    "dossiers": "dossier",
    "deviation": "afwijking",
}
_RECEIPT = "ontvangst"
_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_HEAD = ("Regel", "In onze woorden", "Waar de app dit doet", "Wanneer mensen dit lezen", "Toetsen")

Tests = Mapping[str, Sequence[str]]


def protocol_page(source: Source, tests: Tests) -> str:
    """Return the page of one protocol as Markdown; ``tests`` maps a rule to the tests that are marked with it."""
    protocol = source.protocol
    rules = [rule for rule in protocol.articles if not rule.startswith(LAW_RULE)]
    law = [rule for rule in protocol.articles if rule.startswith(LAW_RULE)]
    lines = [
        *_header(protocol),
        *_drawings(protocol),
        "## Elke regel, met de stap en de toets",
        "",
        *_table(protocol, rules, tests),
        "## De wet",
        "",
        "Deze regels komen uit de wet of van de overheid. Zij gelden op elke school.",
        "",
        *_table(protocol, law, tests),
    ]
    return "\n".join(lines).rstrip() + "\n"


def drawing_name(protocol: Protocol, kind: str) -> str:
    """Return the name of the file that holds the drawing of a kind."""
    return f"{protocol.protocol}-{kind}.svg"


def cited(protocol: Protocol) -> Mapping[str, Sequence[str]]:
    """Return for each rule the parts of the protocol that cite it, in words."""
    found: dict[str, list[str]] = {}
    for words, keys, part in _parts(protocol, (), ()):
        place = f"{', '.join(words)} (`{'.'.join(keys)}`)" if words else "het hele protocol"
        for rule in dict.fromkeys((*getattr(part, "cite", ()), *filter(None, (getattr(part, "rule", None),)))):
            found.setdefault(rule, []).append(place)
    return found


def _parts(
    part: BaseModel, words: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], BaseModel]]:
    yield words, keys, part
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _parts(value, (*words, _NOUNS.get(name, words_of(name).lower())), (*keys, name))
        elif isinstance(value, Mapping):
            for key, child in value.items():
                if isinstance(child, BaseModel):
                    yield from _parts(child, _under(words, name, key, child), (*keys, key))


def _under(words: tuple[str, ...], name: str, key: str, child: BaseModel) -> tuple[str, ...]:
    """The words for a part; a kind of case is named by its key alone, as everything in it would repeat it."""
    label = getattr(child, "label", "") or words_of(key)
    own = f"{_NOUNS.get(name, words_of(name).lower())} “{_plain(label)}”"
    return (*(word for word in words if not word.startswith(_NOUNS["kinds"])), own)


def _header(protocol: Protocol) -> list[str]:
    return [
        f"# {_plain(protocol.title)}",
        "",
        "<!-- Gemaakt door `make pages`. Verander deze bladzijde niet met de hand. -->",
        "",
        f"- Naam in de app: `{protocol.protocol}`",
        f"- Versie: {_plain(protocol.version)}",
        *([f"- Vastgesteld: {_plain(protocol.adopted)}"] if protocol.adopted else []),
        "",
        "## Wie is wie",
        "",
        "| Rol | Op deze school |",
        "|---|---|",
        *(f"| `{role}` | {_plain(label)} |" for role, label in protocol.labels.items()),
        "",
    ]


def _drawings(protocol: Protocol) -> Iterator[str]:
    yield from ("## Zo verloopt een zaak", "")
    for key, kind in protocol.kinds.items():
        alt = _attribute(f"Stroomschema: {kind.label}")
        yield from (f"### {_plain(kind.label)}", "")
        yield from (f'<img src="{drawing_name(protocol, key)}" alt="{alt}" width="480">', "")


def _table(protocol: Protocol, rules: Sequence[str], tests: Tests) -> Iterator[str]:
    places = cited(protocol)
    yield f"| {' | '.join(_HEAD)} |"
    yield f"|{'---|' * len(_HEAD)}"
    for rule in rules:
        article = protocol.articles[rule]
        cells = (
            f"**{rule}** {_plain(article.ref)}",
            _plain(article.text),
            _several(places.get(rule, ())),
            _several(_shown(protocol, article)),
            _several([f"`{test}`" for test in tests.get(rule, ())]),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _shown(protocol: Protocol, article: Article) -> list[str]:
    conditions = [fact_words(protocol, name, values) for name, values in article.when.items()]
    only = f", als: {_plain(listed(conditions, 'en'))}" if conditions else ""
    return [f"{_moment(protocol, moment)}{only}" for moment in article.shown]


def _moment(protocol: Protocol, moment: str) -> str:
    kind, _, task = moment.partition(".")
    label = _plain(protocol.kinds[kind].label if kind in protocol.kinds else words_of(kind))
    if not task:
        return f"bij het begin van “{label}”"
    if task == _RECEIPT:
        return f"in de bevestiging van “{label}”"
    known = protocol.kinds[kind].tasks.get(task) if kind in protocol.kinds else None
    return f"bij de stap “{_plain((known.label if known else '') or words_of(task))}”"


def _several(items: Sequence[str]) -> str:
    return "<br>".join(dict.fromkeys(items)) or "-"


def _plain(text: str) -> str:
    """Return text in which nothing is markup, on one line."""
    one_line = " ".join(text.split())
    safe = one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", safe)


def _attribute(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
