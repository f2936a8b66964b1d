"""The check of a protocol: each property with a fault that is planted, and that the check must name."""

from typing import Any

import pytest

from tests.workflows.engine.cast import changed, checked_with_the_law, protocol_of
from tests.workflows.engine.planted import ONT, PUB, SMALL, named
from workflows.engine.check import check
from workflows.engine.tracks import MOST, explore
from workflows.protocol_files import available

NEW: dict[str, Any] = {"who": "directie", "when": {"strategie": "naar_directie"}}


@pytest.mark.parametrize("name", [*available(), "common", "ladder"])
def test_a_protocol_that_comes_with_the_app_has_no_problem(name: str) -> None:
    found = checked_with_the_law(name)
    assert found.problems == ()
    assert found.states > 0


FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "a cite of a task that is no article",
        {f"{ONT}/strategie/cite": ["SCA-B99"]},
        "kinds.ontsporing.tasks.strategie.cite",
        "cites 'SCA-B99', which is not among the articles",
    ),
    (
        "a cite of an outcome",
        {f"{ONT}/strategie/outcomes/naar_directie/cite": ["SCA-B99"]},
        "kinds.ontsporing.tasks.strategie.outcomes.naar_directie.cite",
        "cites 'SCA-B99'",
    ),
    ("a cite of a fact", {"facts/aard/cite": ["SCA-B99"]}, "facts.aard.cite", "cites 'SCA-B99'"),
    ("a cite of a field", {"fields/denk_na/cite": ["SCA-B99"]}, "fields.denk_na.cite", "cites 'SCA-B99'"),
    (
        "an article that is shown with a kind that is not there",
        {"articles/SCA-U3/shown": ["pers"]},
        "articles.SCA-U3.shown",
        "'pers' is no kind of this protocol",
    ),
    (
        "a term that no school has",
        {f"{ONT}/strategie/due": "gauw"},
        "kinds.ontsporing.tasks.strategie.due",
        "unknown term 'gauw'; known: direct, vandaag, week",
    ),
    (
        "a word for late that is neither",
        {f"{ONT}/strategie/late": "ooit"},
        "kinds.ontsporing.tasks.strategie.late",
        "'ooit' is neither remind, hand_on nor an outcome",
    ),
    (
        "an outcome for the clock that late does not name",
        {f"{PUB}/plaatsing/late": "remind"},
        "kinds.publicatie.tasks.plaatsing.outcomes.verlopen.clock_only",
        "only the clock can do this, and late is 'remind'",
    ),
    (
        "a melder who decides",
        {f"{PUB}/beoordelen/who": "melder"},
        "kinds.publicatie.tasks.beoordelen.who",
        "a task that decides is never the melder's",
    ),
    (
        "a melder among those who decide",
        {f"{PUB}/beoordelen/who": ["leidinggevende", "melder"]},
        "kinds.publicatie.tasks.beoordelen.who",
        "a task that decides is never the melder's",
    ),
    (
        "a melder who decides by choosing so",
        {"facts/melden_aan/of/melder": "Mijzelf"},
        "kinds.ontsporing.tasks.strategie.who",
        "a task that decides is never the melder's",
    ),
    (
        "a choice of roles in which one is no role",
        {"facts/melden_aan/of/gemeente": "De gemeente"},
        "kinds.ontsporing.tasks.strategie.who",
        "'melden_aan' can be 'gemeente', which is no role",
    ),
    (
        "a case that the melder owns",
        {"kinds/publicatie/owner": "melder"},
        "kinds.publicatie.owner",
        "a case is owned by a role that handles it",
    ),
    (
        "an outcome that makes the melder owner",
        {f"{ONT}/strategie/outcomes/zelf_oplossen/owner": "melder"},
        "kinds.ontsporing.tasks.strategie.outcomes.zelf_oplossen.owner",
        "a case is owned by a role that handles it",
    ),
    (
        "a task that names nobody for who",
        {f"{ONT}/leerkracht_aanwijzen/asks": ["motivering"]},
        "kinds.ontsporing.tasks.gesprek_kind.who",
        "'leerkracht_aanwijzen' asks for no person (a field of type person)",
    ),
    (
        "a task that names someone in one outcome of two",
        {f"{ONT}/leerkracht_aanwijzen/outcomes/niemand": {}, f"{ONT}/leerkracht_aanwijzen/asks": []},
        "kinds.ontsporing.tasks.gesprek_kind.who",
        "'leerkracht_aanwijzen' asks for no person (a field of type person)",
    ),
    (
        "a label of an option that a menu cannot hold",
        {"facts/aard/of/pesten": "p" * 76},
        "facts.aard.of.pesten",
        "longer than 75 characters",
    ),
    (
        "more options than a menu can hold",
        {"facts/aard/of": {f"optie_{number}": "x" for number in range(101)}},
        "facts.aard.of",
        "more than 100 values",
    ),
    (
        "a notice that is too long for one message",
        {"texts/mededeling": "n" * 2001},
        "texts.mededeling",
        "longer than 2000 characters",
    ),
    (
        "a notice with a blank that nothing fills",
        {"texts/mededeling": "Op {platform} door {naam}"},
        "texts.mededeling",
        "unknown blank '{naam}'; known: {platform}, {moment}",
    ),
    ("a text that the app shows and that is not there", {"texts/direct_gevaar": None}, "texts", "'direct_gevaar'"),
    (
        "more questions than one screen can hold",
        {"kinds/ontsporing/more": ["link"] * 45},
        "kinds.ontsporing.more",
        "more than 45 questions do not fit one screen",
    ),
    (
        "more outcomes than one card can hold",
        {f"{ONT}/strategie/outcomes/nog_{number}": {} for number in range(20)},
        "kinds.ontsporing.tasks.strategie.outcomes",
        "more than 20 outcomes do not fit one card",
    ),
    (
        "a kind without closing",
        {f"{PUB}/afsluiten": None},
        "kinds.publicatie.tasks",
        "no task closes the case (does: close)",
    ),
    (
        "a must that only ever comes again",
        {
            f"{ONT}/eeuwig": {
                **NEW,
                "outcomes": {"nog_eens": {"reopens": "eeuwig"}, "niet_mogelijk": {"reopens": "eeuwig"}},
            }
        },
        "kinds.ontsporing.tasks.eeuwig",
        "can never be finished: strategie: naar_directie",
    ),
    (
        "two musts that call each other up for ever",
        {
            f"{ONT}/heen": {**NEW, "outcomes": {"door": {"reopens": "weer"}, "niet_mogelijk": {"reopens": "weer"}}},
            f"{ONT}/weer": {
                "who": "directie",
                "when": {"heen": "klaar"},
                "outcomes": {"terug": {"reopens": "heen"}, "niet_mogelijk": {"reopens": "heen"}},
            },
        },
        "kinds.ontsporing.tasks.heen",
        "can never be finished: strategie: naar_directie",
    ),
    (
        "a task whose conditions exclude one another",
        {f"{ONT}/nooit": {**NEW, "unless": {"strategie": "naar_directie"}}},
        "kinds.ontsporing.tasks.nooit",
        "can never be opened: its conditions never hold",
    ),
    (
        "a task behind a task that never opens",
        {f"{ONT}/kip": {"who": "pr", "when": {"ei": "klaar"}}, f"{ONT}/ei": {"who": "pr", "when": {"kip": "klaar"}}},
        "kinds.ontsporing.tasks.kip",
        "can never be opened: its conditions never hold",
    ),
    (
        "a fact that nobody can set",
        {
            "facts/onbereikbaar": {"type": "choice", "of": ["ja"]},
            f"{ONT}/nooit": {"who": "pr", "when": {"onbereikbaar": "ja"}},
        },
        "kinds.ontsporing.tasks.nooit",
        "reads the fact 'onbereikbaar', which nobody can set",
    ),
    (
        "a return on a day that is not asked",
        {f"{ONT}/plaatser_zoeken/outcomes/nog_niet/asks": []},
        "kinds.ontsporing.tasks.plaatser_zoeken.outcomes.nog_niet.repeat_at",
        "does not ask 'herzien_op' as a date",
    ),
    (
        "a return on what is not a day",
        {f"{ONT}/plaatser_zoeken/outcomes/nog_niet": {"asks": ["advies"], "repeat_at": "advies"}},
        "kinds.ontsporing.tasks.plaatser_zoeken.outcomes.nog_niet.repeat_at",
        "does not ask 'advies' as a date",
    ),
    (
        "an article that is shown beside a task that is not there",
        {"articles/SCA-U3/shown": ["publicatie.drukken"]},
        "articles.SCA-U3.shown",
        "'drukken' is no task of 'publicatie'",
    ),
    (
        "an employee whose case can be closed without a dossier",
        {
            f"{ONT}/gesprek": {**NEW, "when": {"strategie": "naar_directie", "plaatser": "medewerker"}},
            f"{ONT}/opbergen": {**NEW, "strength": "may", "when": {"gesprek": "klaar"}, "does": "dossier_personeel"},
            "dossiers": {"medewerker": {"type": "personeel", "when": {"gesprek": "klaar"}}},
        },
        "dossiers.medewerker",
        "can be closed without a dossier: strategie: naar_directie > plaatser = medewerker > gesprek: gedaan",
    ),
    (
        "a dossier that no task writes",
        {"dossiers": {"leerling": {"type": "leerling", "when": {"strategie": "naar_directie"}}}},
        "dossiers.leerling",
        "no task writes this dossier",
    ),
    (
        "a task for the police that nobody above confirms",
        {f"{ONT}/aangifte": {**NEW, "police": True}},
        "kinds.ontsporing.tasks.aangifte",
        "nobody in the bestuur confirms that this was not possible",
    ),
    (
        "a task for the police that may be left out",
        {f"{ONT}/aangifte": {**NEW, "police": True, "strength": "may", "refusable": False}},
        "kinds.ontsporing.tasks.aangifte.strength",
        "a task for the police is a must",
    ),
    (
        "a judge who is the melder, hidden behind a choice of roles",
        {
            f"{ONT}/keuren": {
                **NEW,
                "decides": True,
                "who": {"role_by": "platform", "roles": {"whatsapp": "melder"}, "default": "directie"},
            }
        },
        "kinds.ontsporing.tasks.keuren.who",
        "a task that decides is never the melder's",
    ),
    (
        "a task of each person that would be handed on to somebody else",
        {
            f"{ONT}/machtigen": {**NEW, "asks": ["gemachtigden"]},
            f"{ONT}/beloven": {**NEW, "who": {"each": "gemachtigden"}, "when": {"machtigen": "klaar"}},
            "fields/gemachtigden": {"type": "people"},
        },
        "kinds.ontsporing.tasks.beloven.late",
        "a task of each person is never handed on",
    ),
    (
        "an end by itself without a term",
        {
            f"{ONT}/vanzelf": {
                **NEW,
                "strength": "may",
                "late": "verlopen",
                "outcomes": {"verlopen": {"clock_only": True}},
            }
        },
        "kinds.ontsporing.tasks.vanzelf.late",
        "ends by itself, but has no term",
    ),
    (
        "a deviation from a school's own protocol without a reason",
        {"deviation": {"of": "een-andere-school"}},
        "override_reason",
        "deviates from 'een-andere-school': say why",
    ),
    (
        "words to insert with a blank that nothing fills",
        {"kinds/publicatie/inserts/wie": {"label": "Wie ik ben", "text": "Ik ben {naam}."}},
        "kinds.publicatie.inserts.wie.text",
        "unknown blank '{naam}'; known: {functie}, {school}",
    ),
    (
        "words to insert where no text is asked",
        {"kinds/ontsporing/inserts/wie": {"label": "Wie ik ben", "text": "Ik ben {functie}."}},
        "kinds.ontsporing.inserts.wie",
        "asks for no 'tekst'",
    ),
    (
        "a must that a bar can keep open for ever",
        {
            f"{ONT}/gekeurd": {
                **NEW,
                "outcomes": {"goed": {}, "niet_mogelijk": {}},
                "bars": {"nooit": {"ends": ["goed", "niet_mogelijk"], "when": {"spoed": "ja"}, "text": "Nu niet."}},
            }
        },
        "kinds.ontsporing.tasks.gekeurd",
        "can never be finished: strategie: naar_directie",
    ),
    (
        "a return on a day that may be left open",
        {"fields/herzien_op/required": False},
        "kinds.ontsporing.tasks.plaatser_zoeken.outcomes.nog_niet.repeat_at",
        "'herzien_op' must be required",
    ),
]


@pytest.mark.parametrize("changes, key, message", [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_planted_fault_is_named_with_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    problems = named(changes)
    assert [found for found in problems if found[0] == key and message in found[1]], problems
    assert {found for found, _ in problems} <= {key, key.replace("tasks.kip", "tasks.ei")}


def test_without_the_law_beside_it_a_protocol_is_checked_on_its_own() -> None:
    assert check(changed("scala", SMALL | {f"{ONT}/zeden_veiligheid": None})).problems == ()


def test_a_task_of_the_law_is_a_must_in_any_protocol() -> None:
    problems = check(
        changed("scala", SMALL | {f"{ONT}/niet_reageren/law": True, f"{ONT}/niet_reageren/strength": "may"})
    ).problems
    assert [problem.key for problem in problems] == ["kinds.ontsporing.tasks.niet_reageren.strength"]


def test_a_track_that_grows_without_end_is_refused_with_the_tasks_that_tie_it_together() -> None:
    protocol = protocol_of("scala")
    many = explore(protocol.kinds["ontsporing"], protocol, most=50)
    assert {track.name for track in many if track.too_large} >= {
        "gesprek_medewerker",
        "vertrouwensinspecteur",
        "gesprek_volwassene",
        "leerkracht_aanwijzen",
        "ouders_uitnodigen",
    }
    assert MOST == 200_000


def test_each_track_is_walked_with_the_facts_that_its_tasks_read() -> None:
    protocol = protocol_of("scala")
    found = {track.name: track for track in explore(protocol.kinds["ontsporing"], protocol)}
    assert set(found["ouders_uitnodigen"].tasks) == {
        "ouders_uitnodigen",
        "gesprek_ouders",
        "oplossing_ouders",
        "mededeling_gedragsprotocol",
        "statement_kind",
        "statement_kind_toestemming",
        "statement_kind_plaatsen",
    }
    assert all(track.states > 1 for track in found.values())
