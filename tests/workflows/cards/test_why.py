"""Everybody reads why a task came to them, and handlers why it went to somebody else."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.workflows.engine.cast import Play, protocol_of
from texts import has
from workflows.cards.why import of_other, to_you
from workflows.engine.case import Assignee

TODAY = date(2026, 11, 24)
NAMES = {"melder": "Sanne Bakker", "vervanger": "Bas Mulder", "ingrid": "Ingrid de Wit"}
INGRID = {"name": "ingrid"}
REASONS = [
    ("route.role", {}, "U bent leidinggevende van Sanne Bakker.", "Bas Mulder"),
    ("route.deputy", INGRID, "U vervangt Ingrid de Wit.", "Bas Mulder (vervangt Ingrid de Wit)"),
    (
        "route.deputy_until",
        INGRID | {"until": "2026-12-03"},
        "U vervangt Ingrid de Wit, afwezig tot en met donderdag 3 december.",
        "Bas Mulder (vervangt Ingrid de Wit, afwezig tot en met donderdag 3 december)",
    ),
    (
        "route.deputy_day",
        INGRID | {"day": "2026-11-25"},
        "U vervangt Ingrid de Wit, die op woensdag niet werkt.",
        "Bas Mulder (vervangt Ingrid de Wit, die op woensdag niet werkt)",
    ),
    (
        "route.left",
        INGRID,
        "Ingrid de Wit werkt hier niet meer. Daarom komt dit bij u.",
        "Bas Mulder (in de plaats van Ingrid de Wit, die hier niet meer werkt)",
    ),
    (
        "route.not_in_chat",
        INGRID,
        "Ingrid de Wit is niet bereikbaar in Slack. Daarom komt dit bij u.",
        "Bas Mulder (in de plaats van Ingrid de Wit, die niet bereikbaar is in Slack)",
    ),
    (
        "route.handed",
        INGRID,
        "Ingrid de Wit heeft nog niet gereageerd. Daarom wordt dit ook aan u gevraagd.",
        "Bas Mulder (ook gevraagd, omdat Ingrid de Wit nog niet heeft gereageerd)",
    ),
    (
        "route.entrusted",
        INGRID,
        "Ingrid de Wit heeft dit aan u overgedragen.",
        "Bas Mulder (overgedragen door Ingrid de Wit)",
    ),
    (
        "route.above",
        {"role": "leidinggevende"},
        "Dit komt bij u omdat er voor de rol leidinggevende nu niemand is die dit mag of kan doen.",
        "Bas Mulder (omdat voor de rol leidinggevende nu niemand dit mag of kan doen)",
    ),
    (
        "route.last",
        {},
        "Dit komt bij u omdat er verder niemand bereikbaar is.",
        "Bas Mulder (omdat verder niemand bereikbaar is)",
    ),
    ("route.melder", {}, "U heeft dit zelf gemeld of gevraagd.", "Bas Mulder"),
]


@pytest.mark.parametrize("reason, params, to_them, to_others", REASONS, ids=[one[0] for one in REASONS])
def test_each_reason_is_a_sentence_to_who_is_asked_and_a_few_words_to_the_others(
    reason: str, params: dict[str, str], to_them: str, to_others: str
) -> None:
    play = Play()
    who = Assignee(person="vervanger", role="leidinggevende", reason=reason, params=params)
    assert to_you(play.protocol, play.case, play.round("strategie"), who, NAMES, TODAY) == to_them
    assert of_other(play.protocol, who, NAMES, TODAY) == to_others


@pytest.mark.parametrize(
    "protocol, role, said",
    [
        ("scala", "bestuur", "U krijgt dit vanuit uw rol: directeur-bestuurder."),
        ("lentiz", "bestuur", "U krijgt dit vanuit uw rol: Raad van Bestuur."),
        ("cvo-nwf", "directie", "U krijgt dit vanuit uw rol: schoolleiding."),
    ],
)
def test_a_role_is_called_what_the_school_calls_it(protocol: str, role: str, said: str) -> None:
    play = Play()
    who = Assignee(person="directie", role=role)
    assert to_you(protocol_of(protocol), play.case, play.round("strategie"), who, NAMES, TODAY) == said


def test_who_was_named_reads_so_and_who_did_the_step_before_it_too() -> None:
    play = Play()
    tasks = play.protocol.kinds["ontsporing"].tasks
    kinds = {type(task.who).__name__: key for key, task in tasks.items()}
    who = Assignee(person="leerkracht", role="genoemd")
    for shape, said in (("NamedIn", "U bent hiervoor aangewezen."), ("SetterOf", "U heeft in deze zaak eerder")):
        found = replace(play.round("strategie"), task=kinds[shape])
        assert to_you(play.protocol, play.case, found, who, NAMES, TODAY).startswith(said)


def test_every_reason_for_which_somebody_can_be_asked_has_its_words_for_them_and_for_others() -> None:
    engine = Path(__file__).parents[3] / "workflows/engine"
    used = {
        found for file in engine.glob("*.py") for found in re.findall(r'"route\.([a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(used) > 10
    assert [key for key in sorted(used) if not has(f"route.{key}")] == []
    assert [key for key in sorted(used - {"role", "melder"}) if not has(f"why.{key}")] == []
