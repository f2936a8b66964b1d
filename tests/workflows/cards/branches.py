"""Each road to a dossier in each protocol, walked with the engine, and what is written on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.workflows.engine.cast import Play, protocol_of
from workflows.cards.dossier_paper import Kept, Said, dossier_paper
from workflows.cards.dossier_text import dossier_text
from workflows.cards.paper import Paper
from workflows.engine.protocol import asked, outcomes
from workflows.protocol_files import available

_CHOSEN = {"statement_kind": "niet_plaatsen", "kwalificatie": "vastgelegd", "gesprek_ouders": "herkennen"}
_SUFFIX = {"oordeel_": "in_strijd"}
_WORDS = ("text", "longtext", "url")
_NAMES = {
    "melder": "Marieke Melder",
    "leidinggevende": "Ingrid de Wit",
    "directie": "Dorien van der Meulen",
    "bestuur": "Bas Bestuur",
    "hr": "Hanna Visser",
    "plaatser": "Joris Jansen",
    "leerkracht": "Lotte Klaassen",
}
_SAID = {
    "toelichting": "In de groepsapp van groep 8 staan sinds gisteravond grove opmerkingen over een juf.",
    "verslag": "Op school gesproken, in aanwezigheid van de intern begeleider. Het bericht is samen bekeken.",
    "zienswijze": "Vond het eerst grappig, en ziet nu dat het pijn doet.",
    "motivering": "Het bericht is voor iedereen leesbaar en noemt de school.",
    "afspraken": "Volgende week is er een gesprek met de directeur-bestuurder.",
    "advies": "Leg vast wat er gezegd is en overleg over een gesprek.",
    "gesproken_met": "Mevrouw Bakker",
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """One piece of content, as models.contents opens it."""

    key: str
    task: str
    number: int
    text: str
    at: datetime
    is_file: bool = False


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A case that has come to its dossier task."""

    play: Play
    poster: str
    task: str
    written: tuple[Written, ...]

    @property
    def kind(self) -> str:
        return self.play.kind.tasks[self.task].does.removeprefix("dossier_")

    def draft(self) -> str:
        return dossier_text(self.play.protocol, self.play.case, self.written, _NAMES)

    def paper(self) -> Paper:
        said = Said(text=self.draft(), by=_NAMES["directie"], at=self.play.now, digest="8c1f00aa17be93d2")
        added = Said(text="De ouders hebben de tekst gelezen.", by=_NAMES["directie"], at=self.play.now)
        place = Said(text="Het leerlingvolgsysteem", by=_NAMES["hr"], at=self.play.now)
        kept = Kept(id="e1", kind=self.kind, task=self.task, said=said, added=(added,), filed=(place,))
        case, protocol = self.play.case, self.play.protocol
        return dossier_paper(protocol, case, self.kind, [kept], _NAMES["directie"], self.play.now)


def branches() -> Iterator[tuple[str, str]]:
    """Every protocol with every poster of whom it keeps a dossier."""
    for name in available():
        yield from ((name, poster) for poster in protocol_of(name).dossiers)


def walk(name: str, poster: str, *, choosing: dict[str, str] | None = None) -> Branch:
    """Play a report until the dossier of this poster stands open, and nothing else that must be done."""
    chosen = _CHOSEN | (choosing or {})
    play = Play(protocol=protocol_of(name), melder="melder", plaatser_persoon="", betrokkenen=("leerkracht",))
    written = [Written(key="toelichting", task="", number=0, text=_SAID["toelichting"], at=play.now)]
    for _ in range(60):
        waiting = sorted(play.open() - {"afsluiten", "opheffen"})
        filing = [task for task in waiting if play.kind.tasks[task].does.startswith("dossier_")]
        others = [task for task in waiting if task not in filing]
        if filing and not others:
            return Branch(play=play, poster=poster, task=filing[0], written=tuple(written))
        written += _finish(play, others[0], chosen, poster)
    raise AssertionError(f"{name}, {poster}: no dossier; open: {play.open()}")


def _finish(play: Play, task: str, chosen: dict[str, str], poster: str) -> Iterator[Written]:
    ends = outcomes(play.kind.tasks[task])
    ruled = next((end for start, end in _SUFFIX.items() if task.startswith(start)), next(iter(ends)))
    outcome = chosen.get(task, ruled if ruled in ends else next(iter(ends)))
    given = {"plaatser": poster} if task == "plaatser_benoemen" else {}
    if "grensoverschrijdend" in asked(play.kind.tasks[task], outcome):
        given["grensoverschrijdend"] = list(play.protocol.facts["grensoverschrijdend"].of)[-1]
    number, at = play.round(task).number, play.now
    play.finish(task, outcome, **given)
    for key in asked(play.kind.tasks[task], outcome):
        if play.protocol.question(key).type in _WORDS:
            yield Written(key=key, task=task, number=number, text=_SAID.get(key, f"Woorden bij {key}"), at=at)
