"""Words that help to tell a name from an ordinary word: “Brown said” from “brown bread”."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev revd
    reverend fr father cllr councillor capt captain sgt sergeant insp inspector pc judge bailie herr
    frau madame monsieur mme mlle senor senora signor signora provost
    """
)
"""Titles before a surname, without full stops."""

AFTER_NAME = _words(
    """
    jr jnr snr esq obe mbe cbe msp mp jp phd dphil md bsc ba
    ma msc med edd mphil frsa frse rgn rmn qc kc
    """
)
"""Letters after a name."""

PARTICLES = _words(
    """
    van von der den de la le du di da dos das do del della
    ten ter te op zu zur bin ibn bint al el ben abu mac mc
    nic ni o ó ua ui st saint ap ab dal dello af av y
    """
)
"""Words that begin a surname of several words, such as “van der Berg”."""

ROLES = _words(
    """
    head headteacher teacher principal chair convener director officer nurse minister manager lead leader
    colleague member
    author coordinator researcher fellow analyst midwife sister brother aunt uncle pastor constable janitor
    sheriff deputy
    secretary treasurer volunteer student pupil
    """
)
"""Words for what a person does, which may come before a surname."""

PLACES = _words(
    """
    street road avenue lane drive terrace close court crescent place square gardens grove row way
    wynd brae hall house hotel inn arms lodge cottage farm building buildings tower block wing
    room ward library school primary academy nursery college university institute centre center clinic
    surgery hospital
    hospice church chapel cathedral mosque museum gallery theatre cinema park green wood woods forest field
    fields hill bridge river burn loch lake bay island islands beach glen valley mill station
    market ltd limited plc llp inc co company bros brothers group trust foundation fund society
    association council committee commission partnership partners sons sisters award awards prize medal
    lecture report review
    act bill paper scale test index model method theory effect day county united city town
    rovers rangers shop store stores cafe café bakery garage press books
    """
)
"""What follows a name that belongs to a place, an organisation or a work."""

MONTHS = _words(
    """
    january february march april may june july august september october november december
    """
)

ENGLISH = MONTHS | _words(
    """
    abbott amber an angel art autumn away back baker ball bank banks barn bean beard
    beer bell berry best bill bird bishop black blew blood blossom blue bob bolt bond
    bone bones bow box branch bridge bridges bright broad brook brooke brooks brown buck bud
    buddy burn bush butler card care carol carpenter carter case cash castle chambers chance chapel
    charity chase chastity cherry child childs christian christmas chuck church clay clear cliff close coat
    constable constance cook cooper cotton crane cream cross cruise crystal curry daisy dale dance dark
    darling dawn day days dean deer destiny don dove down downs drake dream drew drinkwater
    driver drum duke dyer earl early east easter eastern eden engineer england english ernest eve
    ever fair faith fall farm farmer father felicity fern ferry field fields finch fine fish
    fisher flag fleur flood flora flower flowers fold foot ford foreman forest fort fountain fowler
    fox frank free french full gale garden gardener gardner garlic gate gates gay gem gene
    gentle ginger glass glen globe gloria glover goat gold golden gone good goodman goose grace
    grain grand grant grave graves gray great green grey grove gun guy hair hall ham
    hammer hand hands happy harbour hard hardy harmony harp harry hart hatch hay hazard hazel
    head heard heart hearth heath heather hedge hedges held hidden high hill hind holiday holland
    holly home honey hood hook hope horn horse host house humble hunter iona ireland iris
    iron island ivy jack jade jasmine jay jean job joy judge keep kent key keys
    kind king kitchen knife knight lake lamb lance lane last laurel law lawn laws lead
    leaf leaver lee left less light lily lincoln line list little lock lodge loft london
    long lord lot loud love lovely low lowe lucky lunch maiden main major man mann
    manner manners marble march marina mark marks mars marsh marshall mason mass match max may
    mayor mead meadow meadows means meek mellow melody merchant mercy merry miles mill miller mills
    mist misty monday money moody moon moor more morrow moss mould mount mountain mouse must
    mustard nail neat need neighbour new newman nick night nightingale no noble nock noel none
    noon north oak oats olive open orange orchard other outlaw over overall oxford pack paddock
    page pain paine paint painter pair pale palmer pane paris park parker parks parson part
    parting pass past pastor pat patience pea peace peach peacock peak pear pearl peg pen
    penny people pepper perfect person pick pickles pickup pillow pine pink pipe piper pitt plain
    plank plant plate player please plum pocket pointer pole pond pool poor poppy porter post
    potter pound power powers press price priest prince prior proud province prudence pullen purse quick
    quiet quill rabbit race rain rainbow rank ransom rate raven ray read reader ready real
    reams reason reed rest ribbon rice rich riches ride rider ridge right ring rise risk
    river rivers roach road roads rob robin rock rocky rod roll roller roman room ropes
    rose rover ruby rule rush rust rusty sage sail sale salt sand sands sandy savage
    saw school schooling scotland scott scout seal seed self senior serenity shade shaft shakes shape
    share sharman sharp sheep shell shepherd shield ship shipman shire shoe shore short show side
    sides silk silver simple singer singh sink skill skinner skip skipper sky slack slate slaughter
    slave sleep slipper slow small smart smiles smith smoke snow so soar song sonny soul
    sound sour south spain spark sparks sparrow speak spear speck speed spencer spice spicer spink
    spire spring springer squire squires stable stack stage stair stamp standing staple star starling start
    steed steel steep steer step sterling stern stew steward still stock stocks stone storm strange
    straw stream street string strong sue sugar summer summers sun sunday sunny sure swallow swan
    sweet sweeting swift sword table tad tailor tall tally tanner tate taylor tear tempest temple
    tent test thatcher thick thing thorn tickle tide tidy tiffany tiler till tiller timber time
    tin toll tombs tongue tool top tower towers town townsend train trainer tranter travel tree
    trees trick trip trout true trump trust try tune tunnel turner twin twist tyre under
    vale vera verity vicar victor victoria view vine violet vogue waddle wade wait wake wakes
    wales walk walker wall waller walls want war ward wardrobe ware warm warren warrior wash
    washington watch water waters wave waver way weather weaver web weed week weeks well wells
    welsh went were west wheat wheel wheeler when while whistle white wick wicker wide wild
    wilde will willing willow wills wind winder window wine wing winn winter winters wise wish
    wit wolf wonder wood woods wool woolf word work worker works world worth wren wright
    yard year years yellow yes yew yield york young
    """
)
"""Names that are ordinary words too, so that a capital letter alone does not make them names."""

FUNCTION_WORDS = _words(
    """
    a an the this that these those our my your his her its their some
    any every each no all both either neither and or but nor so yet for
    if then than as at by from in into of off on onto out over
    to up with without within about above after against along among around because before behind
    below beneath beside between beyond during except inside like near outside since through throughout till
    toward towards under until upon via when where while whilst who whom whose which what
    why how whether though although once here there now today yesterday tomorrow later soon again
    also too just only even still already always often never sometimes usually not i we
    you he she it they me us him them is are was were be been
    being am has have had do does did can could will would shall should may
    might must first second third finally next last thanks thank dear hello yes please meanwhile
    afterwards eventually perhaps maybe however therefore instead overall together himself herself
    themselves photo photos picture
    photograph source chair led written made taken said says
    """
)
"""Words that are not somebody's given name, although one at the start of a sentence has a capital."""

MINOR_WORDS = _words("a an and as at by for from in is of on or our the their to with your")
"""Words without a capital in headings that have one for every other word."""

PERSON_VERBS = _words(
    """
    said says told asked asks led leads chaired chairs wrote writes thinks thought feels felt
    agreed agrees suggested suggests explained explains joined joins attended offered offers reported
    reports presented presents
    facilitated facilitates volunteered taught teaches spoke speaks replied replies believes believed argued
    argues remembers remembered
    noticed noted organised organises welcomed thanked thanks invited interviewed ran runs works worked
    wants wanted
    hopes hoped knows knew
    """
)
"""Verbs whose subject is a person."""

BEFORE_PERSON = _words(
    """
    told tell telling asked ask asking asks thank thanks thanked thanking dear met meet meeting
    invited invite inviting joined join helped help helping interviewed interview phoned phone rang ring
    emailed
    email called call contact contacted welcomed welcome mentored supported support taught show showed give
    gave
    send sent visit visited remind reminded chase let consult consulted trust follow shadow watch see
    saw with and but
    """
)
"""Verbs whose object is a person."""

MADE_BY = _words(
    """
    led written chaired run made taken organised designed drawn presented hosted facilitated photo photos
    picture
    photograph words reported collected compiled edited prepared typed sorted tested
    """
)
"""Words before “by” and a person."""

BEFORE_MONTH = _words(
    """
    in by since until till during last next early late mid every each this from
    between before after end start beginning middle of on through
    """
)
"""Words before the name of a month."""

_SHORT_FORMS = """
    alexander: alex sandy alec sandy xander; alexandra: alex sandra lexi; andrew: andy drew; anthony: tony;
    antony: tony; barbara: barb babs; benjamin: ben; catherine: cath cathy kate katie cat; katherine: kath
    kathy kate katie; charles: charlie chas; christina: chris tina; christine: chris; christopher: chris
    kit; daniel: dan danny; david: dave davie; deborah: deb debbie; dorothy: dot dottie; edward: ed eddie
    ted ned; elizabeth: liz lizzie beth betty eliza elsie libby; emily: em emmy; fiona: fi; francis: frank;
    frances: fran; frederick: fred; gregory: greg; isabel: izzy bella; isabella: izzy bella; jacqueline:
    jackie; james: jim jimmy jamie hamish; janet: jan; jennifer: jen jenny; jessica: jess; john: jack johnny
    iain; jonathan: jon; joseph: joe; josephine: jo josie; joshua: josh; judith: judy; kenneth: ken kenny;
    lawrence: larry laurie; leonard: len; margaret: maggie meg peggy peg; matthew: matt; michael: mike mick;
    nicholas: nick; nicola: nicky; pamela: pam; patricia: pat trish tricia; patrick: pat paddy; peter: pete;
    philip: phil; rebecca: becky becca; richard: rick dick rich; robert: rob bob bobby robbie bert; ronald:
    ron; samantha: sam; samuel: sam; sarah: sally; stephen: steve; steven: steve; stewart: stew; susan: sue
    susie; theresa: terry tess; thomas: tom tommy; timothy: tim; victoria: vicky tori; william: will bill
    billy willie liam; zachary: zach
"""
SHORT_FORMS = {
    name.strip(): frozenset(short.split())
    for name, _, short in (line.partition(":") for line in _SHORT_FORMS.split(";"))
}
"""Short forms of given names."""
