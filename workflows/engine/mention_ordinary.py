"""Ordinary Dutch words: those that are names too, those that stand in notices, and words of grammar. Data only.

An ordinary word in lower case, or at the start of a sentence, names nobody by itself.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# First and last names that are words as well.
_NAMES_TOO = """
ad adam al alle als amber an ander andere appel april arie art baar bak bakker bal bas beek beer bekker bel ben bent
berg best beste bij bijl blij blok bloem bo boer boom boon bos bosch braam brand brands breed brink broeders broek
broer broers brouwer brouwers bruin bruins bulut burger buurman can chen daar dam damen dames dan dekker dekkers den
der derde dijk doek doorn douwe drop duin eise elf elk elke even evers eva fien fier fit fleur flora floor floris
frank franken frans galg gans gast gelder ginger goed goede graaf graag griet groen groot gul haag haan haas hagen hal
hamer hand hans hard haring hart heide hein held hen hende her heuvel hey hit hoed hoek hof hoop horst houten hoven
huisman inge iris ivy jager jan janken jas jasmijn job jong jonge jongen jonker juni kaart kaat kamp kan kant kara
kater keizer ketel ketelaar kim kip klein kleine klok klomp koen kok kom koning konings koopman koopmans kort koster
kraan kramer kroes kroon kuiper kunst kurt laan laar lach laf lam lamp land lang lange laat lat lee leen leer leeuw
leeuwen lente lia lid lief lieve lies line linde linden loop los lot maan maart maas maat mag man mars mark max maxim
meer mees mei mengen mens merel merk met mevrouw mila mine mol molen molenaar mooi mos muis mulder munt mus na nagel
nest nieuw nijs noor noord noort nova nu om ondeugd onder oost oom op otten oud over paap paard pals paling park pas
pasen pauw pen per piet pil pim pip plak plas plat pluim pol pool poort poot pop post pot potters prijs prima prins
pronk puck punt put putten rad raf rap ras reden reda regen rek rijk rijn ring ris roef roman rood rooi roos rose rot
ruiter ruig rust sake samen schaap schaar schade schilder schipper schippers school schrijver schuur sint ski slag
slim slot sluis smal smit snel snijder snoek son spaans specht spel spijker spits staal stam steen ster sterk sterke
sterre stijf stil stol stolk storm strak strik sus suus taal tak tam tap tas tel ties tijd tijs til timmer timmerman
tin toen tol tom ton toon top tot toos touw trans trap trees trein tuin tuinman tuk turk tunc uil urk uzun valk van
vat veen veld velde velden ver vera vet vink vis visser vlag vlieg vliet vlinder voet vogel vol vonk voogd voor voorn
vos vorst vrees vriend vries vrij vroeg vroom wagenaar wal wang wand ward warm water week weerd wei wende werk west
wie wiel wies wijk wijn wijnen wijs wijze wil will wilde willem wim win winkel winter wit witte woest wolf wolk
wolters wonder yes zalm zand zanden zeeuw zee zeker zeldenrust zes zomer zon zot zus zwaan zwaar zwart zwarte ever
hoog laag bloemen noot roze oranje blauw geel grijs paars roest zilver goud stoop stok bok bokje kamer herder ridder
kruis hop blad schot brug kuil mast boot honing peper tang slager wever metselaar vlam hout steiger bron kers storing
stoel kerkhof pier mare hind riet kris co rim ids jo ama else hope sen kast tafel vrede stroom haver stroo zaal zorg
wind huis hek muur dak vloer raam deur
"""

# Words of grammar, and words that open a sentence.
_OPENERS = """
a aan achter achteraf af al alleen allemaal allen allerlei alles alsnog altijd alvast anders beide beiden begin
behalve bent ben beneden bijna bijv binnen binnenkort boven bovendien buiten daarbij daardoor daarmee daarna daarnaast
daarom daarop daarover daartoe daarvan daarvoor dank dat de deel deels degene degenen denk derhalve deze dezelfde dit
doch doe doen doet door dus echt echter een eens eenmaal eerder eerst eerste elkaar eigenlijk elders en enige enkel
enkele er eraan ergens erop ervan erover ervoor etc evenmin eventueel fijn gaan gaat gauw ga geef geen geven gedurende
gelukkig gezien gister gisteren gisteravond gistermiddag gisterochtend had hadden haar hallo heb hebben hebt heeft
heel helaas helemaal hem het hetzelfde hi hier hierbij hierdoor hiermee hierna hierom hierop hierover hiervoor hij hoe
hoewel hoi hou houd houden hun ieder iedere iedereen iemand iets ik immers in indien ineens inmiddels intussen is ja
je jij jou jouw jullie juist kennelijk kijk kon konden kortom krijg krijgen krijgt kunnen kunt laten lees let liefst
liever maak maar mail makkelijk men mede meerdere meest meestal meld meteen mij mijn minder mits mocht mochten moet
moeten mogelijk mogen morgen morgenochtend morgenmiddag morgenavond naar naast nadat nadien namelijk namens nee neem
nergens niemand niet niets nog noch nogmaals nooit of ofwel omdat omtrent ondanks ondertussen ongeveer ons onze ook
opnieuw overal overdag overigens pak plots prettig probeer reageer reken rond rondom s sinds sindsdien sommige
sommigen soms spreek spreekt staan staat steeds stel stop straks stuur 't te tegen tegelijk ten ter terug terwijl
tevens tien tijdens toch tussen twee derde vier vijf u uit uiteraard uiterlijk uw vaak vanaf vanavond vandaag vandaar
vandaan vanmiddag vanmorgen vannacht vanochtend vanuit vanwege veel veelal velen verder vermoedelijk verwijs verwijder
verwijderd verzoek via volg volgend volgende volgens vooraf vooral voordat voorlopig vorig vorige vraag vul waar
waarbij waardoor waarom waarop waarschijnlijk waarschuw waarvan wacht wanneer want waren was wat we weer weet wees wel
weliswaar welk welke welkom weten werd werden wellicht wens wij wijs worden word wordt zal zag ze zelden zelf zelfs
zet zij zijn zie ziet zo zoals zodat zodra zoek zoiets zojuist zolang zonder zorg zou zouden zowel zult zullen komende
afgelopen negeer bewaar verspreid bel klik open log sluit like forward spoed belangrijk beschikbaar herhaling
herinnering jl nr ca bijvoorbeeld uitsluitend wijzig schakel maandagochtend maandagmiddag dinsdagochtend
woensdagmiddag vrijdagmiddag donderdagochtend zaterdagavond zondagavond zondagmiddag vrijdagavond dinsdagavond
woensdagavond donderdagavond maandagavond dinsdagmiddag zaterdagmiddag weekend kerst sorry excuses excuus oke ok
recent laatst eerlijk feitelijk zulk zulke
"""

# What notices of a school are about.
_SCHOOL = """
aandacht aangifte aanleiding aanpak aantal account accounts actie advies afdeling afspraak afspraken afzender agenda
antwoord antwoorden app artikel artikelen avond basis bedankt bedreiging beeld beelden begeleiding begrip beheer
belang beleid bericht berichten beroep bestuur bestuurder beveiliging bezoek bijeenkomst bijlage boodschap brief bron
brugklas bureau buurt college collega collega's communicatie commentaar commissie conciërge concierge conrector
contact coordinator crisisteam daders dader dag dagen decaan dienst directeur directeur-bestuurder directie discussie
docent docente docenten document dossier draaiboek einde ervaring examen examens externe familie feest feit feiten
filmpje filmpjes film foto foto's functie functionaris gebruik gebruiker gebeurtenis gedrag gegevens gemeente gesprek
gesprekken gevolg gezin god groep groepsapp groepen groet groeten handreiking havo heer heren hoofd hulp huis incident
informatie inhoud inspecteur inspectie instelling internet ict jaar jaarlaag jeugd jongens jongeren journalist
journalisten journaal kanaal kans kennis kind kinderen klas klassen klasgenoot klasgenoten kwestie lees leerjaar
leerkracht leerkrachten leerling leerlingen leerlingenraad leerplicht leerplichtambtenaar leiding les lessen leraar
leraren lerares leren lid link links locatie lokaal maatregel maatregelen mavo mailbox meeting mededeling medewerker
medewerkers media meester meisje meisjes melder melders melding meldingen mensen mentor mentoren mentoraat middag
mededelingen meldpunt minister moeder moment naam namen nacht netwerk nieuws nieuwsbrief ochtend omgeving onderbouw
bovenbouw onderwerp onderwijs onderzoek ondersteuning onrust ontwikkelingen oorzaak opheffing oproep opvang oproepen
ouder ouders ouderavond oudervereniging overleg pagina personeel personeelslid persoon pers pesten plan platform plek
plekken politie portier post praktijk preventie privacy probleem procedure profiel programma protocol publicatie raad
reacties reactie rector redactie reden regel regels rest roddel roddels rooster roosters rust samenleving samenwerking
schooldag schoolleider schoolleiding schoolplein schoolreis schrift screenshot screenshots secretariaat secretaris
situatie sociaal sociale spreekuur staat stagiair stagiairs stagiaire start stap stappen stichting strafrecht
studiedag tekst team teamleider teamleiders teams telefoon telefonisch thuis toelichting toets toetsen toetsweek
toezicht toezichthouder tweede tekstbericht uitleg uitspraak uitzending uur vader vak vakantie veilig veiligheid
veiligheidscoordinator vereniging vergadering verhaal verhalen verkeer verlof verslag vertrouwen vertrouwenspersoon
vertrouwenspersonen vestiging video video's voorlichting voorval vraag vragen vrienden vwo vmbo waarheid waarschuwing
weg website wet wetboek woordvoerder woord woorden werkdag wijkagent wijkteam zaak zaken ziekte zoon dochter
zorgcoordinator zorgteam zorg anoniem anonieme beledigend beledigende besloten boos boze bezorgd bekend bekende
dringend dringende eigen ernstig ernstige extra gezamenlijk gezellig gevaarlijk gewoon grote heftig heftige huidige
intern interne juiste kwetsend kwetsende landelijk landelijke lastig medisch nationaal negatief negatieve nieuwe
online openbaar openbare positief positieve rustig snapchat speciaal speciale tijdelijk tijdelijke vals valse
verdrietig vervelend vervelende volledig vertrouwelijk vertrouwelijke belgen beschermd bestuurlijk juridisch
persoonlijk persoonlijke mentoruur blijf blijft begint belt bied bieden breng gebeurt geldt gelden geloof gelieve
gebruikt hoop hopen hoort hoor kent kies komt komen leg loopt lopen mist neemt noem praat praten reageren reageert
schrijf schrijven sta steun vind vinden vindt voel voelt voelen vermijd voorkom voorkomen vertel verwacht verwachten
verwachtte verwijzen wenst wenden wend wilt willen weten werkt zitten zit zegt zeg zeggen delen deelt meldt melden
meldingsplicht herinner informeer bespreek doorverwijzen uitnodiging eerstvolgende veiligheidsplan onderwijsassistent
onderwijsassistenten gedragscode klacht klachten klachtencommissie dames geachte beste lieve hartelijke hartelijk
vriendelijke bestuursbureau hoogachtend namens gr mvg ps docentenkamer personeelskamer kantine aula conrectoren
rectoren directeuren directieteam managementteam mt mr or gmr rvb rvt pr bestuursleden dagelijks algemeen bijzonder
financien facilitair personeelszaken afdelingsleider afdelingsleiders koffie klachtenregeling kluis kluisjes
fietsenstalling voetbal gym gymzaal scheikunde natuurkunde wiskunde biologie geschiedenis aardrijkskunde economie
maatschappijleer muziek tekenen techniek informatica godsdienst levensbeschouwing filosofie kunstvakken lichamelijke
opvoeding rekenen profielwerkstuk eindexamen herkansing rapport diploma diploma-uitreiking gala open kamp brugklaskamp
excursie musical voorstelling sportdag projectweek werkweek introductie actualiteit
"""

GRAMMAR = _words(_OPENERS)
NAMES_TOO = _words(_NAMES_TOO) - GRAMMAR
ORDINARY = _words(f"{_NAMES_TOO} {_OPENERS} {_SCHOOL}")

# Behind these a capital is a name; behind a function only when it is no subject or organisation.
TITLES = _words(
    "meneer mijnheer mevrouw mevr mw mw. mevr. dhr dhr. heer juf juffrouw meester dr dr. drs drs. ing ing. prof"
)
FUNCTIONS = _words(
    """
    docent docente leraar lerares leerkracht mentor mentrix rector conrector directeur teamleider afdelingsleider
    coach concierge leerling leerlinge collega oud-leerling oud-collega oud-docent ouder vader moeder zoon dochter
    broer zus broertje zusje familie fam fam. opa oma oom tante stagiair stagiaire klasgenoot vriend vriendin
    wethouder burgemeester minister journalist journaliste verslaggever wijkagent agent decaan gymleraar gymdocent
    wiskundedocent bestuurder jongen meisje voorzitter conciërge vrijwilliger ex-leerling mr mr. ds ds. pastor imam
    pater zuster heren dames
    """
)
# Between a first and a last name; the strong ones stand before a name only.
PARTICLES = _words("van de der den ten ter te el al ait ben bin ibn 't t d' la le du da dos di vd v.d von zu")
STRONG_PARTICLES = _words("der den ten ter el al ait bin ibn 't t vd v.d dos von")
CAPITAL_PARTICLES = _words("van de den der ten ter el al ait ben 't t vd da dos di du la le von")
ARTICLES = _words(
    "de het een ons onze dit deze elk elke ieder iedere per geen zo'n alle beide hun uw zijn haar mijn jouw"
)
BEFORE_PLACES = _words("in te uit nabij regio omgeving gemeente plaats dorp stad wijk")
# Only a person (or a school) does these: an ordinary word with a capital before them is a name.
DEEDS = _words(
    """
    heeft had zegt zei schreef schrijft plaatste plaatst deelde stuurde stuurt filmde reageerde vertelde vertelt vroeg
    maakte bedreigde noemde postte uploadde verspreidde belde dreigde mailde ontkent ontkende wil wilde
    """
)
# What a first name at the start of a sentence does, and hardly any thing without "de" or "het" before it.
BEINGS = _words("is was wordt werd zit zat blijft bleef kreeg krijgt komt kwam gaat ging kan moet mag durft weet")
ABBREVIATIONS = _words(
    """
    bijv bv o.a m.b.t i.v.m t.a.v o.l.v d.d jl nr ca e.d etc dhr mw mevr dr drs ing ir prof mr fam ds st nl vs incl
    excl resp tel evt jr sr zgn i.p.v a.s i.o m.i.v t.n.v p.a p/a vgl enz
    """
)
