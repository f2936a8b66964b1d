"""Last names that are common in the Netherlands, without accents, tussenvoegsels and capitals: data only.

Many are ordinary words too (bakker, groot, berg); ``mention_ordinary`` says which, and those need their capital.
"""

_DUTCH = """
aalbers aarts adriaanse akkerman albers alberts andriessen appel arends baars bakker bakx barendrecht bartels
bastiaans beek beekman bekker bekkers berends berendsen berg bergman bergsma beukers bijl bijlsma blok blom boer
boerema boersma bogaard bogaerts boom boon boonstra bos bosch bosma bosman bouma bouman bouwman braam brands brandsma
breukelen brink broek broekhuizen broeders broers brouwer brouwers bruggeman bruijn bruin bruins brugman buijs burger
buurman claassen coenen cornelissen cox dam damen dekker dekkers derksen dijk dijkman dijkstra dikken dikkers doorn
driessen dubbeldam dijkhuizen eerden eggink elshout engelen evers evertsen faber feenstra feijen franken franssen
fransen gelder geerts gerrits gerritsen goossens goosen graaf groen groeneveld groenewegen groot haan haas hagen hamer
hart haring hartman heemskerk heijden heijmans heijnen hendriks hendriksen hermans hermsen heuvel hoek hoekstra hofman
hofstra hogendoorn hoogland hoekman horst houten hoven huijbregts huisman huizinga jacobs jager jans jansen janse
janssen janssens jong jonge jongsma jonker kamp kamphuis kapteijn kerkhof keizer ketelaar keijzer klaassen klein
kleijn klomp koelewijn kok koning konings koopman koopmans koster kooistra kramer kroon kroes kruijf kruger kuijper
kuijpers kuiper kuipers kuijt kwakman laan laar lammers lange leeuw leeuwen lemmens linden linders looman lopez
louwerse luijten lubbers maas maassen martens mathijssen meer meijer meijers meulen meyer michels mol molenaar
molendijk moerman mulder nagel nauta nieuwenhuis nieuwenhuizen nijhuis noordhoek noort nooij oomen oosterhuis oosterom
oostveen otten oudshoorn ouwehand overbeek paap pauw peeters peters pieters pietersen plas polman pol pool poort post
postma pot potters prins pronk punt putten raaijmakers reijnders reinders rietveld rijn roelofs roelofsen romeijn roos
rooij rosier ruijter ruiter rutten sanders schaap scheffer schepers schilder schipper schippers scholten schoenmaker
schouten schreuder schrijver schuurman simons sluis slot smeets smit smits smulders snijder snijders snoek spaans
spijker staal steen steenbergen stam sterk stoffels stolk suurmond swart swinkels teunissen theunissen thijssen timmer
timmerman timmermans tol tuinman veen veenstra velde velden veldhuis veldman verbeek verburg verdonk verhagen verhoef
verhoeven verkerk verkuijl vermaat vermeer vermeulen vermeij verschoor verschuren versteeg versluis verwey visser vink
vliet voogd vonk vos vries vroom wagenaar wal warmerdam weber weerd westra wessels wiersma wiersema wijk wijnen
willems willemsen wilms winter wit witte wolf wolters wouters zanden zeeuw zijlstra zomer zuidema zwaan zwart
zonneveld hoekema hoogeveen ruijgrok valstar vijverberg voskamp zwinkels veld hof hek zand cruijff witt
"""

_TURKISH = """
acar akbulut akgul akin aksoy aktas altin altun arslan aslan ates avci aydin aydogan bayrak bozkurt bulut cakir can
celik cetin ceylan coskun demir demirci demirtas dogan duman durmus erdem erdogan erol gul guler gunes guven isik
kaplan kara karaca karakaya karatas kaya keskin kilic koc kocak korkmaz koroglu kurt oz ozcan ozdemir ozkan ozturk
polat sahin sari sen simsek tas tekin tunc turan turk unal uysal uzun yavuz yalcin yildirim yildiz yilmaz yuksel
"""

_MOROCCAN_AND_ARABIC = """
aarab abbas abdellaoui abid abdi achahbar aghzaf ahmadi akhiat akrouh alaoui amhaouch amrani aouragh arbaoui ayadi
azouagh azzouzi bakkali bakkouri baraka belhaj benali benhaddou benaissa benamar benjelloun bennani bensaid benyahia
bouali bouazza bouchtaoui boudou boujemaoui boukhari boukhriss boulahrouz bouzid bouzidi chahid chaouch chaoui chraibi
daoudi driouich fakir farouk fassi ghazi habibi hachimi haddad haddou hadi hadouir hajji hamdaoui hamdi hammouti
hamdan hariri hussein hossaini hosseini idrissi jebli kaddouri kadiri kaddour karimi khatib khattabi lahlou lamrani
mahdaoui maimouni majid mansouri mansour marzouki messaoudi mokhtar moussaoui mrabet nasri naciri omari ouahabi ouali
ouled ousman rahmani rahimi sabri sadiki saidi salhi seghir slimani tahiri talbi touzani yacoubi yaakoubi zaoui
zerouali zouhri
"""

_SURINAMESE_AND_ASIAN = """
abdoel adhin amatdjais autar baldewsingh baboeram bhagwandas biharie bisnath bouterse brunswijk chin chotkan cruden
gangaram doelwijt doekhi doerga ganesh ganga gopal hindori jadnanansing jankie jhinkoe kanhai kartosen khan kishoen
lachman mahabier mahadew misier mohan mohamedhoesein nanhoe nelom oemrawsingh panday paramaribo persad pinas rambaran
ramdas ramdin ramdhani ramdjanamsingh ramlal rampersad ramsoekh ramautar rozenblad sewnath sitaldien sital singh
soekhai soerdjan somai soekarnsingh sukul tjin wijdenbosch wong nguyen tran pham huynh zhang wang zhou zhu liu
"""

_OTHER = """
abreu adamski alvarez andrade antoniou araujo balogun bauer blaszczyk castro chukwu cruz dabrowski diallo diaz farah
fernandes fernandez ferreira fischer garcia gebre gomes gomez gonzalez gutierrez haile hernandez ivanov jankowski
kaczmarek kamara kowalczyk kowalski kovac krawczyk kwiatkowski lewandowski lopes machado mahamud majewski martinez
martins mazur medina mendes mensah mohamud morales moreno muller nikolov novak nowak nowakowski okafor okeke oliveira
osei owusu pawlowski pereira perez petrov piotrowski popescu ramos reyes ribeiro rivera rodrigues rodriguez romero
rossi sanchez santos schmidt schneider schulz sesay silva smith soares sousa suarez szymanski tavares teixeira tesfaye
torres traore vargas wisniewski wojcik wozniak zajac zielinski abate bekele osman warsame jama yusuf ibrahim ahmed
mohammed
"""

_ALL = (_DUTCH, _TURKISH, _MOROCCAN_AND_ARABIC, _SURINAMESE_AND_ASIAN, _OTHER)
LAST_NAMES = frozenset(name for block in _ALL for name in block.split())
