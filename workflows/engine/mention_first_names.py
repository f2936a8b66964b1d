"""First names that are common in the Netherlands, without accents and in lower case: data, nothing is decided here.

A name that is an ordinary word as well (mark, roos, wil) stands here all the same; ``mention_ordinary`` says so too.
"""

_DUTCH = """
aad aafke aagje aaltje aart abel ad adriaan adrie adriana adrianus alex alexander alexandra alice alida alies aline
alissa alwin amalia amanda amber amelie amy an andre andrea andreas andries anja anke ankie ann anna annabel anne
annechien annefleur anneke annelies annelore annemarie annemiek annet annette annick annie annika anniek anouk ans
anthony anton antoinette antoon antonia antonie ariane arie arjan arjen arjo arnaud arne arno arnold arnoud arthur
astrid audrey aukje axel babette barbara bart bartel bas bastiaan bea beatrijs beatrix beau bella ben benjamin bennie
benno berend bernadette bernard bert berta berthold betsie bettie bettina beer bianca bjorn bo bob boris boudewijn
bram brecht brechtje brenda brigitte britt bruno camiel carien carin carina carl carla carlijn carlo carmen carol
carolien caroline casper cato catharina cecile cecilia cees celine chantal charles charlotte chris christa christel
christiaan christian christianne christina christine cindy claire clara claudia co coen coenraad colette conny
constant coosje cor corina corine cornelia cornelis corrie corne daan daantje dagmar damian dana daniel danielle
danique danny daphne dave david davy dean debbie debora demi denise dennis derk desiree diana dick diederik diederick
dieke dieuwertje dineke dini dinie dion dirk dirkje dominique donna doortje dora dorien doris dorothea dorus duco
dylan edgar edith eduard edwin eef eefje eelco egbert eline elisa elisabeth elise ella elke ellen elles ellie elly els
elsbeth elsa else elsemiek elske elvira emiel emilie emily emma emmy eric erica erik erika ernst erwin esmee estelle
esther eugene eva eveline evelien evelyn evert evy ewout ezra fabian fabienne faye feline felix femke ferdinand ferry
fien fiene finn fiona fleur floor floortje flora floris florian floyd frank franka frans fransje fred freddy frederik
frederique freek freya frits froukje gabriel gabriela gabrielle geert geertje geertruida gemma georg george gerard
gerben gerda gerrie gerrit gert gertjan gertrude gijs gijsbert gina giel gideon ginny gisela godfried greet greetje
gregor greta guido gusta guus hanna hannah hanneke hannie hans harald harm harmen harold harrie harriet harry heidi
hein heleen helen helena helga hella hendrik hendrika hendrikje hennie henny henri henriette henk herbert herman
hermien hermine hester hetty hilda hilde hubert hugo hylke ida ilona ilse imke ina indra ine ineke inez inge ingeborg
ingrid irene iris irma isa isabel isabella isabelle isolde ivo iwan jaap jacco jack jacob jacoba jacqueline jacques
jade jaimy jake jan jana janina janine janneke jannes jannie jans jantine jantje jarno jasmijn jasper jay jayden
jeanet jeanine jeannette jef jelle jelmer jennifer jenny jens jente jeroen jerome jerry jesper jesse jessica jessie
jet jette jikke jildou jill jim jimmy jinte jip jo joan joanne job jochem joel joelle joep joeri joey johan johanna
johannes john johnny jolanda jolande jolien jolijn jonas jonathan joost jop joris jorik jorn jorrit jos jose joseph
josefien josien josine josje joshua joyce judith juliaan jules julia julian juliana julie juliette julius jurgen jurre
jurriaan justin jytte kaatje kaj karel karen karianne karijn karin karlijn kars karsten kasper kathleen katja katrien
katinka kay keano kees kelly kelvin kenneth kevin kiki kim kirsten klaas klaartje klara klaske koen koenraad koos kris
krista kristel kristian kristin kristina kyra kyan lana lara larissa lars laura laurens laurien lauren leah lea leen
leendert lena lennart lennert lenny lente leo leon leonie leontien leonoor leopold lex levi levy lia liam lianne
lidewij lidia lidwien lien lies liesbeth lieke lieve lieselotte lieven lilian lilly lily linda linde lindsey line lisa
lisanne lisbeth lisette liv livia lizette liz lode loek loes lois lola lonneke loretta lotte lotje louis louisa louise
lou lourens luc luca lucas lucia lucie lucien lucy ludo ludovicus luka lukas luna luuk lydia lynn maaike maarten
maartje machteld madelief madelein madeleine mads magda maikel maik maja manfred manon manuel marc marcel marcella
marco mare margaret margo margot margreet margriet maria marian marianne marie marieke mariel marielle marije marijke
marijn marijse marika marilyn marina mario marion mariska marissa marit marita marius marja marjan marjolein marjolijn
marjon mark marlies marloes marlon marnix martha martien martijn martin martine marthe martje mary mathijs mathilde
mats matthias matthieu matthijs maud maurice maurits mauro max maxim maxime mees megan meike meindert melanie melissa
melvin menno merel merijn merle merlijn mia michael michel michelle michiel mick miek mieke miep mies mijntje mikael
mike mila milan milou mimi minke mira miranda mireille mirjam mirre mirte mirthe mitchel moniek monica monique morris
myrna myrthe nadia nadine nancy naomi natalie natasja nathalie nathan nelleke nellie nena nick nicky nico nicolaas
nicole nicoline niek niels nienke nikki nina noa noah noor noortje nora norbert nout noud nynke odette olaf olga
olivia olivier oscar otis otto pascal pascale patricia patrick paul paula paulien paulina pauline pepijn per peter
petra philip philippe pia pien pier pieter pieternel piet pietje pim pip pleun pleuni puck quint quinten quirijn
rachel ralf ralph ramon randy raoul raymond rebecca reinier reinoud remco remi remy rene renee renate renske riana
rianne ria richard rick rik rika rieke riet rinke rita rob robbert robbin robert roberta robin rochelle roderick roel
roeland roelof roland rolf romee romy ron ronald ronnie roos roosje rosa rosalie rosanne rosemarie roxanne ruben rudi
rudolf rutger ruth ruud ryan saar saartje sabine sabrina sam samantha samuel sander sandra sanne sanna sara sarah
sascha saskia seb sebastiaan sebastian selena sem serge senna sharon shirley sil silke silvia simon simone sjaak sjaan
sjef sjoerd sjors sofie sophia sophie sonja spencer stan stef stefan stefanie steffie stella stephan stephanie sterre
steven stijn suus susan susanne suzan suzanne suze sven sylvia sylvie tamara tanja tara teddy teun teuntje tess tessa
theo theodoor therese thijmen thijn thijs thom thomas tibor tiemen ties tijl tijmen tijn tijs til tim timo timon tina
tineke tirza tjeerd tobias tom tommy ton toon toos tosca trees trijn trijntje trix truus trudy tycho ursula valentijn
valerie vera veronique victor victoria vincent viola vivian vivienne walter wanda ward wendy werner wessel wib wietse
wijnand wil wilco wilfred wilhelmina willeke willem willemien willemijn wilma wim wina wouter wout xander xavier
yannick yara yasmijn yde yoran yolanda yvette yvo yvonne zara zoe zita
"""

_FRISIAN = """
abe aafje anske arjen atte auke baukje bauke bouwe brecht dieuwke doede doeke douwe durk eabele eelke eeltje eise
eppie epke fedde fenna femme fokke fokje folkert foppe fardau frouke gea geartsje gerbrich germ gjalt gosse grytsje
haaije hedzer hinke hessel hidde hielke hiske hotze ids idske iebele ieke imke jelte jeltje jetske jisca jitske jitse
jorrit jouke jurjen klaske lieuwe lolke lutske marrit meint minne murk nanne nynke oane obe oebele onno pytrik pytsje
reinder reitse rients riemer rixt roelie romke sake sietse sietske sijmen sikke sipke sjoukje sjouke sjouwe sytse
sytske siebe sybren siebrand taeke teake tetsje tette tiete tjalling tjitske tjitte tsjerk ulbe wiebe wiebren wieke
wietske willemke wopke wytse wytske ybe ype yme ynskje
"""

_TURKISH = """
abdullah adem ahmet akin ali alper altan arda asli atakan ayhan aylin ayse aysel aysegul aysun aziz bahar baran baris
batuhan bayram belgin berat berk berkan berkay beyza bilal bulent burak burcu busra can cansu celal cem cemal cengiz
ceren cihan defne deniz derya devrim dilan dilara dilek duygu ebru ece efe ege ekin ela elif emel emine emir emirhan
emre enes ercan erdal erdem erdogan eren erhan erkan erol ersin esin esra eymen ezgi fadime faruk fatih fatma ferhat
fidan filiz furkan gamze gizem gokhan gonul gul gulay gulsah gulsen gulsum hakan halil halime hande hasan hasret
hatice havva hayat huseyin husna hulya ibrahim ilayda ilhan ilker imran irem irfan ismail kaan kadir kemal kerem kubra
kursat leyla mehmet melek melike melisa meltem meral merve mert meryem mesut mete metehan metin mevlut mikail mine
muhammed muhammet murat musa mustafa nazli necla nesrin nihat nilay nilgun nur nuray nurcan nuri okan omer onur orhan
osman ozan ozge ozgur ozlem pelin pinar rabia ramazan recep rukiye sabri sahin sedat sefa selcuk selim selin selma
sema semra serdar serhat serkan sevda sevgi sevim sevval sibel sinan songul suleyman sumeyye tarik tayfun tolga tugba
tugce tuncay turgut ufuk ugur ulas umit umut volkan yagmur yasemin yasin yavuz yigit yilmaz yunus yusuf zehra zeki
zeynep zuhal
"""

_MOROCCAN_AND_ARABIC = """
abdel abdelaziz abdelhak abdelkader abdelkarim abdellah abderrahim abderrahman abdou abdulrahman achraf adam adil
adnan ahlam ahmad ahmed aicha aisha aissa akram alaa alae amal amin amina amine amir amira anas anass anissa anouar
anwar asma assia ayman aya ayoub ayoubi aziza badr basma bilal bouchra brahim chaima chaimae chahid dina dounia driss
douae fadoua faisal farah farid farida fatiha fatima fatimazahra fatma fouad fouzia ghizlane habib habiba hafid hafida
hafsa hajar hakim hala hamid hamida hamza hanan hanane hassan hayat hicham hind houda houria houssam hussein ibtissam
idris ihsane ikram ilham ilias ilyas ilyass iman imane imad inaya insaf intissar isra ismael issam jalal jamal jamila
jaouad jasmina jawad kamal karim karima kauthar kawtar khadija khalid khaled khalil latifa layla lamia laila lina
loubna lubna mahdi mahmoud malak malika marouane maryam meriam meryam miloud mimoun mimount mina moad moussa mohamed
mohammed mohammad mohcine mostafa mounir mounia mourad mouad mustapha nabil nabila nadir naima najat najib najima
naoual nasim nassim nasira nawal nezha nidal nisrine nizar noura nouh nourdin noureddine omar omaima ouassim ouafae
oumaima oussama rachid rachida rania rashid rayan rayane redouan redouane reda riad rida rim rkia saad saadia sabah
sabir safae safa said saida salah salim salma salwa samia samir samira samy sana sanae sara sami siham soufian
soufiane soufyan soukaina soumaya souad tahar tarik tariq tayeb wafa wafae walid wassim widad yahya yasin yasmin
yasmina yasmine yassin yassine yassir yossra younes youness youssef youssra zahra zakaria zakia zaid zayd zineb ziad
zohra zouhair
"""

_SURINAMESE_AND_CARIBBEAN = """
anand angelo anil anjali aroen arvind ashwin asha ashna chandra chaya chenna cherryl clyde delano denzel dewi dinesh
diego djenairo dwight edson eldridge faizel farley gaitri gianni gilberto giovanni giovanny guillermo harish harvey
hesdy indira jaden jairo jerrel jermaine jeremy jerrell joaquin jurmain kamini kavita kimberly kirti krishna lloyd
lakshmi lucinda mahesh mavis mildred nalini narsingh navin nirmala orlando ornella patrice pooja priya quincy radha
radjesh rajesh rakesh ramesh ravi reshma rishi riva rodney romano roy rudsel ruthmila sanjay santosh sandjai sharda
shaniqua shanice shivani shivam soenil sunil sunita sushma tyrone urmila usha vijay vikash vinod vishal winston
xaviera
"""

_POLISH_AND_EAST_EUROPEAN = """
agata agnieszka aleksander aleksandra alicja alin alina anastasia andrei andrej andrzej ania bartosz bartek beata
bogdan bogdana boguslaw bozena cristian cristina cezary czeslaw damian danuta darek dariusz dawid dimitar dmitri
dominik dorota elzbieta ewa ewelina filip franciszek gabor georgi grazyna grzegorz halina hanka hubert igor ilinca
irena irina ivan ivana ivanka iwona jacek jadwiga jakub janusz jaroslaw jerzy joanna jolanta justyna kacper kamil
kamila karolina kasia katarzyna kateryna konrad krystian krystyna krzysztof kuba lech leszek liliana lucja lukasz
lyudmyla maciej magdalena malgorzata marcin marek mariusz marta marzena mateusz michal mieczyslaw mihai milena milos
mirela miroslaw monika natalia natasha nikola nikolai oksana oleg oleh oleksandr olena oliwia oliwier patryk pavel
pawel piotr przemek przemyslaw radek rafal renata roman ryszard sergei serhii slawomir sofiia stanislaw stefania
svetlana sylwia szymon taras tomasz tymon tetiana urszula vasile victoriia viktor vladimir volodymyr waldemar weronika
wiktor wiktoria wioletta wojciech yana yulia yurii zbigniew zofia zuzanna
"""

_AFRICAN_ASIAN_AND_LATIN = """
abdi abdirahman abebe abena akosua alejandro alessandro alessia alvaro ama amadou aminata andres antonella antonio
asante ayaan biniam bukola camila carlos chen chiara chidi chinedu dalmar daud deqa diogo eduardo efrem eleni elias
emeka enrico enzo esteban farhad fatoumata federico felipe fernanda fernando filmon francesca francesco francisco
freweini gabriela giulia giuseppe gonzalo habtom hodan hoang huong ifrah ignacio ines isidora ivy jafar javier jean
jesus jia jin joao jorge juan juana kadija kaltrina kofi kwabena kwame kwasi lamin leila liban linh lorenzo lourdes
luis luisa lulu mahad mamadou manuela marcos mariama mariana mateo matilde mebrahtu mei mengjie mikias minh miguel
monia nasra ngoc nguyen niloufar noelia oluwaseun omid paola pablo parisa paolo pedro phuong rafael raul reza ricardo
rodrigo rosario sahra samuele santiago saron selam semhar senait shabnam sergio shirin sidra soraya tekle tesfay
thiago thu tiago tigist tomas trang tuan uyen valentina wei xiao xin yan yonas yohannes zahid zahraa zainab zainabu
zarah zaynab
"""

_RECENT = """
storm linde madelief bloem prince princess blessing precious gift winter destiny kimberley aiden alisha amaya amelia
april arya ashley aurora ava avery bailey bobbi bodhi boaz brooklyn caitlyn cayden charlie chelsea chloe cody cas dani
dex dexter dua eden elena elin elijah elodie evi evan evie farrah fay fenne fenna fien filou gioia guusje hailey hazel
hope ivar jace jackson jaimie jaivy james jason jaxx jaylan jaylano jaylinn joni jona jonah jorg joy juul juna kai
kate kian kiara kyano kyle kylian lauryn lenn lev lewis lilou livv lize loua lovis luus lux lya madison mace maeve
mack maddox mason mats mette mika mikki milo mirai morgan nova noel nolan nomi novi ollie otis owen philou pippa raf
rafael ravi riley rivano rowan ruby sage savannah saylor scott sefanja shae shelly siem sienna skye sofia sven tyler
tygo vajen valerio vesper vince vos wolf yfke yinthe zayn zoey zion
"""

_ALL = (
    _DUTCH,
    _FRISIAN,
    _TURKISH,
    _MOROCCAN_AND_ARABIC,
    _SURINAMESE_AND_CARIBBEAN,
    _POLISH_AND_EAST_EUROPEAN,
    _AFRICAN_ASIAN_AND_LATIN,
    _RECENT,
)
FIRST_NAMES = frozenset(name for block in _ALL for name in block.split())
