"""Protocol files as a stranger may write them: one that works, and many that do not."""

from workflows.yaml_file import MAX_BYTES

HEAD = "protocol: proef\nextends: common\nversion: 1\n"
SAMPLE = """\
protocol: proef
extends: common
version: 2023-03-09
labels: {directie: directie, bestuur: directeur-bestuurder}
articles:
  SCA-B5: {ref: B5, text: Overleg direct met uw leidinggevende.}
  SCA-F0a: {ref: Stap 1, text: Meld het bij de directie.}
  SCA-D2: {ref: Doelgroep 2, text: Het gaat om berichten over school.}
  SCA-F0b: {ref: Stap 2, text: De directie vraagt niet te reageren.}
  SCA-F0c: {ref: Stap 2, text: De directie spreekt de plaatser.}
  SCA-F1.1: {ref: Stappenplan 1, text: De directie spreekt de medewerker aan.}
  SCA-F1.6: {ref: Stappenplan 1, text: De directie overlegt met de directeur-bestuurder.}
  SCA-S3: {ref: Sancties 3, text: De vertrouwensinspecteur wordt gebeld.}
facts:
  plaatser:
    type: choice
    of: [ikzelf, medewerker, ouder, leerling, andere_volwassene, onbekend]
    set_by: [melder, directie]
  plaatser_persoon: {type: person, set_by: [directie]}
  grensoverschrijdend: {type: choice, of: [ja, nee], set_by: [directie]}
kinds:
  ontsporing:
    started_by: [medewerker]
    intake: [zedenvermoeden, toelichting, spoed, bijlagen]        # one screen
    more: [dreiging, plaatser]
    tasks:
      strategie:
        who: leidinggevende
        informs: [directie]
        strength: must           # must | may | advice
        decides: true            # a judging task
        due: direct              # a term of the school's own settings
        cite: [SCA-B5, SCA-F0a]
        outcomes:
          naar_directie: {}
          buiten_bereik: {asks: [motivering], cite: [SCA-D2]}
          terug: ~
      niet_reageren: {who: directie, strength: must, when: {strategie: naar_directie}, does: notice, cite: [SCA-F0b]}
      gesprek_medewerker: {who: directie, strength: must, when: {strategie: naar_directie, plaatser: medewerker},
                           cite: [SCA-F0c, SCA-F1.1], outcomes: {adequaat: {}, inadequaat: {}}}
      overleg_bestuur: {who: [directie, bestuur], strength: must, when: {gesprek_medewerker: inadequaat},
                        cite: [SCA-F1.6]}
      vertrouwensinspecteur: {who: {setter_of: grensoverschrijdend}, strength: must,
                              when: {plaatser: medewerker, grensoverschrijdend: ja},
                              asks: [datum_gebeld, gesproken_met, advies], cite: [SCA-S3]}
"""

TASK = "kinds.ontsporing.tasks"
BROKEN: list[tuple[str, str, str, str, str]] = [
    ("an unknown key", "due: direct ", "deu: direct ", f"{TASK}.strategie.deu", "unknown key"),
    ("an unknown key on top", "labels:", "lables:", "lables", "unknown key"),
    (
        "a word where a list of keys stands",
        "intake: [zedenvermoeden",
        "intake: {a: b} #",
        "kinds.ontsporing.intake",
        "tuple",
    ),
    (
        "a list where a word stands",
        "who: leidinggevende",
        "who: [conciërge]",
        f"{TASK}.strategie.who",
        "unknown role 'conciërge'; known: melder, leidinggevende",
    ),
    (
        "a role that is not there",
        "who: leidinggevende",
        "who: rector",
        f"{TASK}.strategie.who",
        "unknown role 'rector'",
    ),
    ("a who that says nothing", "who: leidinggevende", "who: []", f"{TASK}.strategie.who", "who names nobody"),
    (
        "a who of another shape",
        "who: leidinggevende",
        "who: {named: x}",
        f"{TASK}.strategie.who",
        "who is a role, a list",
    ),
    (
        "a default role that is not there",
        "who: leidinggevende",
        "who: {role_in: plaatser, default: rector}",
        f"{TASK}.strategie.who",
        "unknown role 'rector'",
    ),
    (
        "an informed role that is not there",
        "informs: [directie]",
        "informs: [rector]",
        f"{TASK}.strategie.informs.0",
        "Input should be",
    ),
    (
        "a label for a role that is not there",
        "{directie: directie,",
        "{rector: rector,",
        "labels.rector",
        "Input should be",
    ),
    ("a strength that is not there", "strength: must  ", "strength: most  ", f"{TASK}.strategie.strength", "must"),
    ("a yes or no that is neither", "decides: true", "decides: soms", f"{TASK}.strategie.decides", "boolean"),
    (
        "an unknown task or fact in when",
        "when: {gesprek_medewerker:",
        "when: {gesprek_medewerkers:",
        f"{TASK}.overleg_bestuur.when.gesprek_medewerkers",
        "'gesprek_medewerkers' is neither a task of this kind nor a fact",
    ),
    (
        "an outcome that cannot occur",
        "{gesprek_medewerker: inadequaat}",
        "{gesprek_medewerker: slecht}",
        f"{TASK}.overleg_bestuur.when.gesprek_medewerker",
        "'slecht' cannot occur; known: adequaat, inadequaat, klaar, niet_mogelijk",
    ),
    (
        "a value that a fact never has",
        "when: {plaatser: medewerker,",
        "when: {plaatser: marsman,",
        f"{TASK}.vertrouwensinspecteur.when.plaatser",
        "'marsman' cannot occur",
    ),
    (
        "an unknown fact in unless",
        "strength: must           #",
        "unless: {spoedig: ja} #",
        f"{TASK}.strategie.unless.spoedig",
        "'spoedig' is neither",
    ),
    (
        "a question that is not there",
        "{asks: [motivering]",
        "{asks: [motivatie]",
        f"{TASK}.strategie.outcomes.buiten_bereik.asks",
        "'motivatie' is neither a fact nor a field",
    ),
    (
        "a question of a task that is not there",
        "asks: [datum_gebeld,",
        "asks: [datum_belletje,",
        f"{TASK}.vertrouwensinspecteur.asks",
        "'datum_belletje' is neither",
    ),
    (
        "a question of the intake that is not there",
        "intake: [zedenvermoeden, toelichting",
        "intake: [zedenvermoeden, toelichten",
        "kinds.ontsporing.intake",
        "'toelichten' is neither",
    ),
    (
        "a fact that is not there for who",
        "setter_of: grensoverschrijdend",
        "setter_of: grens",
        f"{TASK}.vertrouwensinspecteur.who",
        "'grens' is no fact",
    ),
    (
        "a task that is not there for who",
        "{setter_of: grensoverschrijdend}",
        "{named_in: grens}",
        f"{TASK}.vertrouwensinspecteur.who",
        "'grens' is no task of this kind",
    ),
    (
        "a role in a fact that is not there",
        "{setter_of: grensoverschrijdend}",
        "{role_in: grens, default: pr}",
        f"{TASK}.vertrouwensinspecteur.who",
        "'grens' is no fact",
    ),
    (
        "a task to open again that is not there",
        "naar_directie: {}",
        "naar_directie: {reopens: niets}",
        f"{TASK}.strategie.outcomes.naar_directie.reopens",
        "'niets' is no task of this kind",
    ),
    (
        "a day that is no field",
        "naar_directie: {}",
        "naar_directie: {repeat_at: spoed}",
        f"{TASK}.strategie.outcomes.naar_directie.repeat_at",
        "'spoed' is no field",
    ),
    (
        "a fact to set that is not there",
        "naar_directie: {}",
        "naar_directie: {sets: {kleur: rood}}",
        f"{TASK}.strategie.outcomes.naar_directie.sets.kleur",
        "'kleur' is no fact",
    ),
    (
        "a value to set that is not there",
        "naar_directie: {}",
        "naar_directie: {sets: {spoed: rood}}",
        f"{TASK}.strategie.outcomes.naar_directie.sets.spoed",
        "'rood' is no value of 'spoed'",
    ),
    (
        "a type of question that is not there",
        "{type: person,",
        "{type: persoon,",
        "facts.plaatser_persoon.type",
        "'person'",
    ),
    (
        "a choice without values",
        "of: [ja, nee], ",
        "",
        "facts.grensoverschrijdend",
        "'of' lists the values that can be chosen",
    ),
    (
        "values that are no words",
        "of: [ja, nee]",
        "of: [[ja], {nee: 1}]",
        "facts.grensoverschrijdend.of",
        "'of' lists words",
    ),
    (
        "a key that is no key",
        "strategie:\n",
        "Strategie bepalen:\n",
        f"{TASK}.Strategie bepalen",
        "should match pattern",
    ),
    (
        "a button label that is too long",
        "naar_directie: {}",
        f"naar_directie: {{label: {'n' * 76}}}",
        f"{TASK}.strategie.outcomes.naar_directie.label",
        "at most 75",
    ),
    ("a task label that is too long", "decides: true", f"label: {'n' * 76}", f"{TASK}.strategie.label", "at most 75"),
    (
        "a question that is too long",
        "{type: person,",
        f"{{label: {'n' * 151}, type: person,",
        "facts.plaatser_persoon.label",
        "at most 150",
    ),
    (
        "a title that is too long",
        "started_by: [medewerker]",
        f"title: {'n' * 25}",
        "kinds.ontsporing.title",
        "at most 24",
    ),
    (
        "a text that is too long for one block",
        "{ref: B5, text: ",
        "{ref: B5, text: " + "n" * 3001,
        "articles.SCA-B5.text",
        "at most 3000",
    ),
    (
        "a map where a text stands",
        "{ref: B5, text: Overleg",
        "{ref: B5, text: {a: b}, x: Overleg",
        "articles.SCA-B5.text",
        "valid string",
    ),
    ("a yes where a text stands", "{ref: B5,", "{ref: true,", "articles.SCA-B5.ref", "valid string"),
    ("a list where a map stands", "facts:\n", "texts: [a]\nfacts:\n", "texts", "valid"),
    ("a name that is no name", "protocol: proef", "protocol: Mijn Protocol", "protocol", "should match pattern"),
    ("a version that is a list", "version: 2023-03-09", "version: [1]", "version", "valid string"),
    ("an article without its words", ", text: Meld het bij de directie.}", "}", "articles.SCA-F0a.text", "is missing"),
]


def nested(depth: int) -> str:
    return HEAD + "labels: " + "[" * depth + "]" * depth + "\n"


BOMB = (
    HEAD
    + "a: &a [x, x]\n"
    + "".join(f"{two}: &{two} [*{one}, *{one}]\n" for one, two in zip("abcde", "bcdef", strict=True))
)
HOSTILE: list[tuple[str, str | bytes, str]] = [
    ("an alias bomb", BOMB, "proef.yml:4: (top): aliases (& and *) are refused"),
    (
        "an anchor that nothing uses",
        HEAD + "labels: &x {pr: pr}\n",
        "proef.yml:4: (top): aliases (& and *) are refused",
    ),
    ("a merge key with an alias", HEAD + "labels: {<<: *x}\n", "proef.yml:4: (top): aliases (& and *) are refused"),
    ("a merge key", HEAD + "labels: {<<: {pr: pr}}\n", "proef.yml:4: labels: a key is a word; put it between quotes"),
    ("deep lists", nested(20), "proef.yml:4: (top): nested too deeply"),
    ("very deep lists", nested(20_000), "proef.yml:4: (top): nested too deeply"),
    ("deep maps", HEAD + "{" * 400, "proef.yml:4: (top): "),
    ("too much", HEAD + "# " + "x" * MAX_BYTES, "proef.yml:1: (top): larger than 64 kB"),
    ("not UTF-8", HEAD.encode() + b"labels: {pr: \xff\xfe}\n", "proef.yml:1: (top): not UTF-8 text"),
    ("UTF-16", HEAD.encode("utf-16"), "proef.yml:1: (top): not UTF-8 text"),
    ("nothing", "", "proef.yml:1: (top): a protocol is a list of 'key: value'"),
    ("only a remark", "# niets\n", "proef.yml:1: (top): a protocol is a list of 'key: value'"),
    ("a list on top", "- protocol: a\n", "proef.yml:1: (top): a protocol is a list of 'key: value'"),
    ("a sentence on top", "Dit is ons protocol.\n", "proef.yml:1: (top): a protocol is a list of 'key: value'"),
    ("tabs", "protocol: a\nkinds:\n\tontsporing: {}\n", "proef.yml:3: (top): "),
    ("a bracket too few", HEAD + "labels: {pr: pr\n", "proef.yml:5: (top): "),
    (
        "two documents",
        HEAD + "---\nprotocol: b\n",
        "(top): expected a single document in the stream, but found",
    ),
    ("a key twice", HEAD + "labels: {pr: a, fg: b, pr: c}\n", "proef.yml:4: labels.pr: stands here twice"),
    ("a task twice", SAMPLE + "      strategie: {who: pr}\n", "kinds.ontsporing.tasks.strategie: stands here twice"),
    ("a number for a key", HEAD + "labels: {1: pr}\n", "proef.yml:4: labels: a key is a word; put it between quotes"),
    ("a yes for a key", HEAD + "labels:\n  true: pr\n", "proef.yml:5: labels: a key is a word; put it between quotes"),
    ("a list for a key", HEAD + "labels:\n  ? [a, b]\n  : pr\n", "proef.yml:5: labels: a key is a word"),
    ("a Python object", HEAD + "labels: !!python/object:os.system {pr: pr}\n", "proef.yml:4: labels: '"),
    ("bytes", HEAD + "adopted: !!binary aGFsbG8=\n", "proef.yml:4: adopted: 'tag:yaml.org,2002:binary'"),
    ("a set", HEAD + "labels: !!set {pr}\n", "proef.yml:4: labels: 'tag:yaml.org,2002:set'"),
    ("YAML 1.1", "%YAML 1.1\n---\n" + HEAD, "proef.yml:2: (top): write YAML 1.2, without %YAML"),
    ("a control character", HEAD + "adopted: \x07\n", "proef.yml:1: (top): not readable as YAML"),
    ("no kinds at all", "protocol: a\nversion: 1\nkinds: {}\n", "proef.yml:3: kinds: "),
    ("a tag that is unknown", HEAD + "labels: {pr: !geheim pr}\n", "proef.yml:4: labels.pr: '!geheim'"),
]
