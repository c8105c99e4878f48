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
"""Words for a role or an occupation, which may come before a surname."""

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
    monday tuesday wednesday thursday friday saturday sunday
    """
)
"""The months, and the days of the week, which have a capital too."""

ENGLISH = MONTHS | _words(
    """
    abbott access action actions advice aim amber an angel answer art autumn away back bacon baker ball
    bank banks barber barn battle beach bean beard beer bell bench berry best bill bird bishop black blew
    blood bloom blossom blue board bob bolt bond bone bones bonnie boot bottle bow bowl box boxer branch
    brand brewer brick bridge bridges bright broad brook brooke brooks broom brown buck bud buddy bull
    bunting burden burn bus bush butler button cable cannon canon card care carol carpenter carter case
    cash castle chair chambers chance chandler change chapel chaplin charity chase chastity cherry child
    childs christian christmas chuck church clay clear clerk cliff close coach coat collar collier
    community constable constance constant cook cooper cope coral corner cotton couch council court craft
    crane cream crook cross crow cruise crystal curry curt curtain cutler daisy dale dance dark darling
    dash data dawn day days dean deer dell destiny diamond dick don door dot dove down downs drake draw
    dream drew drinkwater driver drum duke dusty dyer earl early east easter eastern ebony eden eight
    elder engineer england english ernest eve ever fair faith fall family farm farmer farms father fay
    feather felicity fern ferry field fields finch fine fish fisher five flag fletcher fleur flint flock
    flood flora flower flowers fold foot ford foreman forest forester fort foster fountain four fowler fox
    frank free freeman french friday friend friends frost full fuller gale gamble garden gardener gardner
    garlic gate gates gay gem gene gentle ghost gift ginger glass glen globe gloria glover goat gold
    golden gone good goodman goose grace grain grand grant grave graves gray great green grey group grove
    gun guy hail hair hall ham hammer hand hands happy harbour hard hardy hare harmony harp harry hart
    hatch haven hawk hay hazard hazel head health heard heart hearth heath heather heaven hedge hedges
    held herd hidden high hill hind hogg hole holiday holland holly home honey honor honour hood hook hope
    horn horse host house houses housing humble hunter indigo iona ireland iris iron island issue ivory
    ivy jack jade jasmine jay jean jet jewel job joiner jolly journey joy judge juniper jury justice kale
    keep kent kettle key keys kidd kind king kirk kitchen knife knight lake lamb lance lane large lark
    last latch laurel law lawn laws leach lead leaf learning leather leaver lee leech left less liberty
    light lily lincoln line linen lines link links list litter little loader lock lodge loft london long
    lord lot loud love lovely low lowe lucky lump lunch lux mace maiden main major mallet man mann manner
    manners maple marble march marigold marina mark marker market marks mars marsh marshall mason mass
    mast match max may mayor mead meadow meadows mean means meek meeting meetings mellow melody member members
    mercer merchant mercy merit merry miles mill miller mills mist misty mole monday money monk moody moon
    moor more morrow moss moth mould mount mountain mouse muse music must mustard myrtle nail name neat
    need neighbour new newman nick night nightingale nine no noble nock noel none noon north number nun
    nurse nut oak oats ocean office olive one onions opal open orange orchard orchid organ other outlaw
    oven over overall oxford pace pack paddock page pain paine paint painter pair pale palmer pane pansy
    paper parade paris parish park parker parks parrot parsley parson part parting partridge pass past
    pastor pat patch patience pea peace peach peacock peak pear pearl peel peg pen penny people pepper
    perfect person petal pew pheasant phoenix phone pick pickles pickup picture pike pillow pinch pine
    pink pip pipe piper pitt place plain plan plank plant plate player please plum plumb pocket point
    pointer pole pollard pond pool poor poppy porter post potter pound power powers precious press pretty
    price priest primrose prince prior proctor project promise proper proud province prudence pullen purse
    quarry quarter question questions quick quiet quill rabbit race rain rainbow rank ransom rate raven
    ray read reader ready real reams reason reed reef report reports rest ribbon rice rich riches riddle
    ride rider ridge right ring rise risk river rivers roach road roads rob robin rock rocky rod roll
    roller roman room rope ropes rose rosemary round rover rowan rowing royal ruby rue rule rush russet
    rust rusty saffron sage sail sale salmon salt sand sands sandy saturday savage savvy saw sawyer scales
    school schooling score scotland scott scout seal season seed self senior serene serenity session
    settle seven shade shaft shakes shape share sharman sharp shears shed sheep shell shepherd sherry
    shield ship shipman shire shoe shop shore short shove show shrub side sides silence silk silver simple
    singer singh single sink sister six skill skinner skip skipper sky slack slate slaughter slave sleep
    slipper slow sly small smart smiles smith smoke snow so soar song sonny soul sound sour south space
    spade spain spark sparks sparrow speak spear speck speed spencer spice spicer spink spinner spire
    spirit spoon spring springer squire squires stable stack staff stage stair stamp standing staple star
    stark starling start steed steel steep steer step sterling stern stew steward stiff still stock stocks
    stoker stone stones stool stork storm story strange straw stream street string strong style sue sugar
    summer summers sun sunday sunny support sure survey swallow swan sweet sweeting swift sword table
    tackle tad tailor talent talk tall tally tanner tate tawny taylor teal team tear tempest temple ten
    tent test text thatcher thick thing thistle thorn three thrift thrush thursday tickle tide tidy
    tiffany tiger tiler till tiller timber time tin tinker toll tomb tombs tongue tool top tower towers
    town townsend train trainer tranter trapper travel treasure tree trees trench trick trip trotter trout
    true trump trust try tuck tuesday tulip tune tunnel turner twin twist two tyre under unity usher vale
    value vane velvet venture vera verity vicar vice victor victoria view vine violet virgin visit vivid
    vogue voice waddle wade wager wait wake wakes wales walk walker wall waller walls wand want war ward
    warden wardrobe ware warm warrant warren warrior wash washington watch water waters wave waver wax way
    wealth weather weaver web wednesday weed week weeks welcome well wells welsh went were west wheat
    wheel wheeler when while whip whistle white wick wicker wide widow wild wilde will willing willow
    wills wind winder window wine wing wink winn winter winters wise wish wit wolf wonder wood woodcock
    woods wool woolf word work worker works world worm worth worthy wrath wren wright yard year years
    yellow yeoman yes yew yield york young youth zest
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

DETERMINERS = _words(
    """
    the a an this that these those my our your his her its their some any every each no all both such
    what which whose more most many few other another one two three four five six
    """
)
"""Words before an ordinary noun in lower case, but not before the name of a person."""

FAMILY = _words("family household brothers sisters twins")
"""Words after a surname with “the” before it."""

NUMBERS = _words("one two three four five six seven eight nine ten")
"""Numbers, which stand for people at the start of a sentence: “One said that …”."""

MINOR_WORDS = _words("a an and as at by for from in is of on or our the their to with your")
"""Words without a capital in headings that have one for every other word."""

PERSON_VERBS = _words(
    """
    said says told asked asks led leads chaired chairs wrote writes thinks thought feels felt
    agreed agrees suggested suggests explained explains joined joins attended offered reported presented
    facilitated facilitates volunteered taught teaches spoke speaks replied believes believed argued
    argues remembers remembered noticed noted organised organises welcomed thanked thanks invited
    interviewed wants wanted hopes hoped knows knew
    """
)
"""Verbs whose subject is a person."""

NOUN_LIKE_VERBS = _words("works offers replies reports presents ran runs worked")
"""Verbs of a person if a small word follows: “Brown works at …”, but “Major works”."""

OTHER_VERBS = _words(
    """
    came comes went goes gave gives took takes made makes did does had has got gets saw sees left leaves kept
    keeps met meets found finds brought brings held holds sat sits stood stands drew draws drove drives grew
    began begins broke chose put puts set let cut sent sends built spent lost loses paid pays heard hears sold
    sells bought buys caught fought won hung fell flew rode ran read showed shows became understood
    """
)
"""Other verbs in the past or with an -s that do not end in -ed."""

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
    billy willie liam; zachary: zach; alan: al; alasdair: ally ali al alec; alastair: ally ali al; alistair:
    ally ali al; angus: gus; bernadette: bernie; bridget: bridie biddy; callum: cal; catriona: cat katy
    trina; colin: col; derek: del; donald: don donnie; duncan: dunc; edwin: eddie; ewan: ew; fergus: fergie
    gus; gillian: gill gilly; graham: gray; hamish: mish; hannah: han; jacob: jake; jean: jeanie; joanna: jo;
    joanne: jo; kathleen: kath kathy; kirsteen: kirsty; kirsten: kirsty; lesley: les; leslie: les; malcolm:
    malky calum; maureen: mo; moira: mo; mohammed: mo; muhammad: mo; murdo: murdy; norman: norrie; roderick:
    roddy rory; ruth: ruthie; seonaid: shona; shabana: shabs; stuart: stu; sandra: sandy; valerie: val
"""
SHORT_FORMS = {
    name.strip(): frozenset(short.split())
    for name, _, short in (line.partition(":") for line in _SHORT_FORMS.split(";"))
}
"""Short forms of given names."""
