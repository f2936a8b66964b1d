"""Words that carry a capital and name no person: places, peoples, organisations, products, feasts. Data only.

All in lower case and without accents. What makes a name of a school or of a foundation stands in ``INSTITUTIONS``.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLATFORMS = _words(
    """
    instagram insta tiktok whatsapp snapchat snap facebook messenger x twitter youtube magister teams telegram discord
    signal linkedin reddit pinterest twitch threads bluesky mastodon roblox fortnite minecraft bereal tellonym omegle
    geenstijl dumpert slack zoom somtoday zermelo google gmail outlook microsoft office windows apple iphone ipad
    android meta marktplaats vinted spotify netflix wikipedia kahoot canva padlet classroom moodle itslearning social
    schoolapp parro socialschools isy kwieb nextdoor onlyfans kik skype viber wechat vimeo tumblr strava steam
    playstation xbox chatgpt ruggespraak app appgroep quizlet onedrive sharepoint presentis trajectplanner eduarte
    """
)

_PLACES = _words(
    """
    nederland belgie duitsland frankrijk engeland groot-brittannie spanje italie portugal polen turkije marokko
    suriname oekraine rusland china amerika canada australie israel palestina gaza syrie irak iran afghanistan somalie
    eritrea ethiopie ghana egypte griekenland bulgarije roemenie hongarije zweden noorwegen denemarken finland ierland
    schotland zwitserland oostenrijk luxemburg europa afrika azie antillen curacao aruba bonaire indonesie india
    pakistan japan korea vietnam mexico brazilie parijs londen berlijn brussel antwerpen gent rome madrid barcelona
    istanbul ankara amsterdam rotterdam haag den-haag 's-gravenhage utrecht eindhoven groningen tilburg almere breda
    nijmegen apeldoorn haarlem arnhem enschede amersfoort zaanstad zaandam hertogenbosch 's-hertogenbosch bosch
    hoofddorp haarlemmermeer zwolle zoetermeer leiden leeuwarden maastricht dordrecht ede alphen alkmaar emmen delft
    venlo deventer sittard helmond oss amstelveen hilversum heerlen nissewaard spijkenisse schiedam vlaardingen
    maassluis lelystad purmerend hoorn gouda assen roosendaal almelo bergen veenendaal westland naaldwijk monster
    poeldijk wateringen honselersdijk lier kwintsheul maasdijk hoek ridderkerk barendrecht albrandswaard rhoon
    poortugaal capelle krimpen papendrecht zwijndrecht sliedrecht gorinchem hellevoetsluis brielle rozenburg rockanje
    goeree overflakkee middelharnis sommelsdijk voorne putten hoogvliet oosterhout waalwijk uden veghel schijndel
    boxtel boxmeer cuijk grave oirschot best veldhoven geldrop valkenswaard weert roermond horst venray tiel culemborg
    zaltbommel wijchen elst doetinchem zutphen winterswijk hengelo oldenzaal hardenberg hoogeveen meppel kampen
    drachten heerenveen sneek harlingen dokkum franeker helder schagen heerhugowaard volendam edam castricum heemskerk
    beverwijk velsen zandvoort katwijk noordwijk lisse hillegom voorschoten wassenaar rijswijk leidschendam voorburg
    pijnacker nootdorp bodegraven woerden zeist houten nieuwegein ijsselstein bunnik soest baarn bussum huizen weesp
    naarden barneveld nijkerk harderwijk ermelo dronten urk bilt meern gravenzande gravendeel gravenpolder emmeloord
    zeewolde terneuzen goes middelburg vlissingen zierikzee hulst zeeland holland noord-holland zuid-holland brabant
    noord-brabant limburg gelderland overijssel drenthe friesland fryslan flevoland texel terschelling ameland
    vlieland randstad twente veluwe achterhoek betuwe noordzee rijn maas waal maasland maeslant feijenoord charlois
    delfshaven kralingen overschie hillegersberg crooswijk bijlmer schilderswijk binnenhof schiphol ardennen efteling
    walibi toverland duinrell keukenhof malieveld erasmusbrug ahoy kuip walcheren schouwen-duiveland sloterdijk
    """
)

_PEOPLES = _words(
    """
    nederlands nederlandse nederlander nederlanders engels engelse duits duitse duitser duitsers frans franse spaans
    spaanse italiaans italiaanse latijn grieks griekse fries friese turks turkse turk turken marokkaans marokkaanse
    marokkaan marokkanen surinaams surinaamse surinamers antilliaans antilliaanse pools poolse polen oekraiens
    oekraiense oekrainers russisch russische chinees chinese arabisch arabische belgisch belgische belgen europees
    europese afrikaans afrikaanse amerikaans amerikaanse joods joodse joden islam islamitisch islamitische moslim
    moslims christelijk christelijke katholiek katholieke protestants protestantse rooms hindoe hindoes israelisch
    palestijns palestijnse syrisch syrische syriers vlaams vlaamse brits britse zwitsers zwitserse vertaald haags
    haagse
    """
)

_FEASTS_AND_TIMES = _words(
    """
    pasen kerst kerstmis pinksteren hemelvaart hemelvaartsdag koningsdag bevrijdingsdag dodenherdenking sinterklaas
    sint sint-maarten piet halloween carnaval suikerfeest offerfeest ramadan chanoeka divali holi keti koti
    valentijnsdag moederdag vaderdag goede paarse vrijdag black friday oudjaar nieuwjaar prinsjesdag dierendag biddag
    dankdag advent maandag dinsdag woensdag donderdag zaterdag zondag januari februari maart april mei juni juli
    augustus september oktober november december kerstvakantie meivakantie coming out day pride safer internet roze
    """
)

_ORGANISATIONS = _words(
    """
    politie ministerie onderwijsinspectie inspectie vertrouwensinspecteur kamer tweede eerste senaat rijk
    rijksoverheid provincie veilig thuis halt jeugdzorg kindertelefoon helpwanted slachtofferhulp ggd ggz meldpunt
    openbaar om autoriteit persoonsgegevens bureau centrum jeugd gezin jeugdgezondheidszorg jongerenwerk
    jeugdbescherming nji kennisnet mediawijzer pestweb ouderraad leerlingenraad medezeggenschapsraad volkskrant
    telegraaf trouw parool nrc ad nos rtl nu.nl omroep west rijnmond hart jinek nieuwsuur journaal zembla pointer
    powned lentiz scala comenius cvo laurens-lyceum udens cito duo slo vo-raad po-raad aob cnv fnv avg wet grondwet
    wetboek strafrecht burgerlijk cao rode kruis unicef oxfam amnesty greenpeace unesco navo eu vn who knmi ns ret htm
    albert heijn jumbo lidl aldi hema action bol coolblue ikea kruidvat mcdonald's mcdonalds postnl ziggo kpn vodafone
    god allah bijbel koran thora jezus christus mohammed-profeet boeddha euro internet intranet wifi excel word
    powerpoint forms ajax psv sparta excelsior sportlust juventus real eredivisie koning koningin prins prinses
    majesteit statenbijbel erasmus raad state hoge europees parlement commissie staten-generaal nationaal programma
    onderwijs sociale veiligheid week gemeentehuis mavo havo vwo vmbo atheneum gymnasium praktijkonderwijs entree mbo
    hbo isk tto brugklas rijksmuseum mauritshuis boijmans naturalis nemo corpus madurodam anne-frankhuis stopbang vno
    d66 vvd pvv pvda cda groenlinks denk volt bbb sgp christenunie forum nsc covid corona windows11 office365
    microsoft365 covid19
    """
)

CAPITALS = PLATFORMS | _PLACES | _PEOPLES | _FEASTS_AND_TIMES | _ORGANISATIONS
PLACES = _PLACES

# The capitalised words around these are the name of an organisation: Laurens Lyceum, CSG Comenius, Stichting Kluif.
INSTITUTIONS = _words(
    """
    arena kinderziekenhuis mc verzorgingshuis zorgcentrum boekhandel supermarkt winkelcentrum concert musical film
    serie programma podcast boek college lyceum gymnasium school scholengemeenschap scholengroep schoolgroep academie
    universiteit hogeschool basisschool stichting vereniging gemeente museum ziekenhuis instituut theater bibliotheek
    csg osg rsg pcc roc csw sg obs cbs rkbs ksg ksh mavo havo vwo vmbo kindcentrum locatie vestiging campus gebouw
    moskee sporthal sportpark zwembad hotel camping cafe restaurant bioscoop bv nv fc vv sv stadion raad ministerie
    politie inspectie universitair medisch centrum fonds uitgeverij krant dagblad omroep samenwerkingsverband
    college's avo opleidingsschool atheneum praktijkschool vakschool scouting metrostation
    """
)

# A word with one of these endings is a place, a people or a thing, unless a rule before it says that it is a name.
PLACE_ENDS = (
    "dam",
    "drecht",
    "wijk",
    "burg",
    "dorp",
    "hoven",
    "sluis",
    "zijl",
    "waard",
    "muiden",
    "stad",
    "oord",
    "dammer",
)
THING_ENDS = tuple(
    sorted(
        _words(
            """
            isch ische aans aanse sche damse drechtse burgse wijkse landse stadse heid schap teit atie isme groep
            school dag avond week vakantie feest team raad commissie wet plein straat laan weg park zaal gebouw markt
            krant college lyceum bureau zorg dienst punt ministerie netwerk platform kamer club gracht brief plan
            beleid protocol avonden dagen weken leider teams app nieuws media zaken onderwijs lijst code
            """
        )
    )
)

# Hosts on which people have accounts; what stands in a path before an account, and what before a post.
ACCOUNT_HOSTS = _words(
    """
    instagram tiktok snapchat facebook fb x twitter youtube linkedin threads reddit twitch t telegram pinterest tumblr
    bsky tellonym onlyfans vimeo
    """
)
TO_ACCOUNT = _words("add in user c channel stories u people profile profile.php")
TO_POST = _words(
    """
    p reel reels watch groups status video videos tags tag explore hashtag r photo photos post posts share shorts live
    events story tv playlist search permalink.php story.php photo.php home index.html index.php hashtags feed t v
    """
)
