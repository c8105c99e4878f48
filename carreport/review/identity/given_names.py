"""Given names by which readers take somebody for a man or a woman, and what people are called for short.

Names that both men and women have are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from carreport.form.name_words import ENGLISH, MONTHS
from carreport.form.names import parse_name, word_key
from carreport.review.identity.text_words import PAST_FORMS, TextSentence, sentences_of, word_set

_WOMEN = """
abigail ada agnes aileen ailsa aisha alice alison amanda amelia amina amy ana andrea angela anita ann anna
anne annie april aisling audrey barbara beatrice beth betty beverley brenda bridget carol caroline catherine
cathy catriona charlotte chloe christina christine claire clare constance dawn deborah deirdre denise diane
dianne donna doreen dorothy edith effie eileen elaine eleanor elena elisabeth elizabeth elsie emily emma
esther eva evelyn farah fatima fatoumata fiona flora florence freya gail gemma georgina gillian gina grace
greta hannah hanna harriet hazel heather helen hilary holly ingrid iona irene iris isabel isabella isla
isobel jacqueline jane janet janice jean jeanette jenna jennifer jenny jessica jessie jill joan joanna
joanne josephine joyce judith julia julie karen kate katherine kathleen kathryn katie katrina katrine
kirsteen kirsten kirsty laura lauren lesley linda lindsey lisa liz lorna lorraine louise lucy lydia lynn
lynne magdalena maggie mairi margaret maria marie marion marjorie marta martha mary maureen melanie mhairi
miriam moira molly monica morag morven moyra muriel myra nadia nancy naomi natalie natasha netta niamh
nicola noreen nora olga olive olivia pamela patricia paula pauline penelope philippa phyllis polly priya
rachel rebecca rhona rhianna rita roberta rona rosalind rose rosemary ruth sally samina sandra sara sarah
senga seonaid shabana sheena sheila shirley shona silvia siobhan sofia sonia sophia sophie stella stephanie
susan susanna suzanne sylvia tanya tessa theresa una ursula valerie vera veronica victoria violet wendy
wilma winifred yasmin yvonne zainab zoe agnieszka katarzyna malgorzata joanna ewa magda monika barbara olena
oksana anjali meera sunita deepa amira leila noor khadija mei alexandra annabel bernadette bronwyn cara
colette cordelia elspeth euphemia gwen imogen ina ishbel jemima juliet kayleigh lynsey maeve mairead
marsaili martina mina nan nell netty noelle oonagh peigi phoebe rosie roisin rowena sadie saoirse senga sine
shazia shelagh sheona sinead sorcha tahira tamara thelma tina trudy winnie zara aneta beata bozena danuta
dorota grazyna halina irena iwona izabela jadwiga jolanta justyna karolina krystyna kinga lidia lucyna
marzena milena natalia patrycja renata sylwia teresa urszula wanda zofia zuzanna aleksandra anastasia ioana
mihaela svetlana yulia aaliyah aasma asma ayesha bushra faiza farhana farzana fozia ghazala hina humaira
iram javeria kalsoom lubna mariam maryam mehreen nabila naila nargis nasreen nazia nighat parveen rabia
rehana rubina rukhsana sadia safia saima sajida samira shahida shaista shamim shazia sobia sumaira tasneem
uzma yasmeen zahida zara aarti divya geeta jaya kavita lakshmi leela neha nisha pooja preeti radha rani
rekha shanti shilpa shreya swati usha vidya amara chioma folake funmi ngozi ifeoma nneka yetunde adaeze
abena akosua efua esi wanjiru
"""
_MEN = """
aaron abdul abdullah adam adrian ahmed aidan alan alasdair alastair albert alexander alfred alistair ali
allan andrew angus anthony archibald archie arthur barry benjamin bernard bill brendan brian bruce calum
callum cameron charles christopher clive colin connor craig daniel david dean declan denis dennis derek
desmond dominic donald dougal douglas duncan edward edwin eoin eric ernest euan ewan fergus finlay francis
frank fraser frederick gareth gary gavin geoffrey george gerald gerard gerry gilbert giles gordon graeme
graham grant greg gregor gregory hamish harold harry hassan hector henry herbert howard hugh iain ian imran
ivan ivor jack jacob jakub james jan-erik jeremy jim john jonathan joseph joshua keith kenneth kevin lachlan
laurence lawrence leonard lewis liam luke magnus malcolm marcus mark martin matthew michael mohammed mohamed
muhammad murdo murray nathan neil niall nicholas nigel norman oliver oscar owen patrick paul pawel peter
philip piotr ranald raymond richard robert roderick roger ronald rory ross russell ruaridh samuel scott sean
sebastian seumas simon stanley stefan stephen steven stewart stuart terence thomas tim timothy toby tom
tomasz tony trevor victor vincent walter wayne wilfred william yusuf krzysztof marek grzegorz wojciech
rajesh sanjay vikram arjun tariq omar ibrahim bilal alec alfie andy archie barnaby bertie cormac crawford
dave davie denny doug dougie drew dugald eddie erchie farquhar finn gavan gilles greig harris innes jock joe
johnny ken kenny lorne lenny mike mick mungo ned nick norrie padraig peadar pete phil ranulf rob robbie
roddy ron seoras sholto struan sorley steve somhairle tam tavish ted tommy torquil uilleam will willie adam
andrzej arkadiusz bartosz blazej boguslaw czeslaw dariusz dawid dominik filip henryk jacek janusz jaroslaw
jerzy jozef kamil karol kazimierz lech leszek lukasz maciej marcin mariusz mateusz michal mieczyslaw
miroslaw pawel przemyslaw radoslaw rafal ryszard slawomir stanislaw szymon tadeusz waldemar wieslaw
wladyslaw zbigniew zdzislaw andrei bogdan ion mihai nikolai oleksandr sergei vasile volodymyr abid adeel
adnan amir asif aamir arshad asad ashraf atif aziz babar bashir faisal farhan farooq fahad habib haider
hamid hamza haroon hussain imtiaz irfan ismail javed junaid kamran kashif khalid khurram majid malik mansoor
masood mehmood mustafa nadeem naeem naveed nasir rashid rehan rizwan saeed saif salim salman saqib shahid
shakeel shoaib sohail sulaiman tahir tanveer umar usman waheed waqar waseem yasir younis zafar zahid zeeshan
zubair amit anand anil ashok deepak dinesh ganesh gopal harish hari kumar mahesh manish manoj mohan mukesh
naresh nikhil prakash pradeep rahul raj rakesh ramesh ravi rohan rohit sachin sandeep santosh sunil suresh
vijay vinod vivek babatunde chidi chukwu emeka femi ikenna kwame kofi kwabena obinna olu oluwaseun segun
tunde yaw
"""
FEMALE, MALE = "f", "m"
_LAST_NAMES = {
    "kaur": FEMALE,
    "begum": FEMALE,
    "bibi": FEMALE,
    "khatun": FEMALE,
    "khatoon": FEMALE,
    "singh": MALE,
}
_LAST_ENDINGS = (
    (("ska", "cka", "dzka", "ova", "eva"), FEMALE),
    (("wski", "cki", "dzki", "nski", "lski"), MALE),
)
"""Ends of surnames that only women, or only men, have."""
_GENDERS = dict.fromkeys(_WOMEN.split(), FEMALE) | dict.fromkeys(_MEN.split(), MALE)


_SHORT = """
agnieszka: aga agusia; aleksandra: ola olka; andrzej: jedrek andrzejek; anna: ania anka; barbara: basia
baska; bartosz: bartek; beata: beatka; danuta: danka danusia; dariusz: darek; dorota: dorotka; elzbieta: ela
elka; ewa: ewka ewunia; grzegorz: grzes grzesiek; halina: halinka; hanna: hania hanka hanusia; henryk:
heniek; izabela: iza; jadwiga: jadzia; jakub: kuba; jan: janek jasiek; jaroslaw: jarek; jerzy: jurek;
joanna: asia aska; jozef: jozek; justyna: justka; karolina: karola; katarzyna: kasia kaska kasienka;
krystyna: krysia; krzysztof: krzysiek krzys krys; lukasz: lukaszek; maciej: maciek; magdalena: magda madzia;
malgorzata: gosia malgosia gocha; marcin: marcinek; maria: marysia maja; mariusz: mariuszek; mateusz: mati;
michal: michas; miroslaw: mirek; monika: monia; pawel: pawelek; piotr: piotrek piotrus; przemyslaw: przemek;
radoslaw: radek; ryszard: rysiek; slawomir: slawek; stanislaw: staszek stasiek; stefan: stefek; szymon:
szymek; tadeusz: tadek; tomasz: tomek; urszula: ula; wieslaw: wiesiek; wojciech: wojtek; zbigniew: zbyszek
zbych zbig; zofia: zosia; zuzanna: zuzia; oksana: ksenia; oleksandr: sasha; aleksander: olek sasha;
volodymyr: vova; alasdair: sandy ailie; alexander: eck ecky alick; andrew: dand; archibald: erchie baldy;
catherine: kirsty catrin; catriona: ceit ceitidh trina tree; christina: kirsty teenie; duncan: dunky;
donald: dolly domhnall; elizabeth: elspeth bess bessie lisbeth betsy; euphemia: effie phemie; fergus: ferg;
fiona: fee; george: geordie dod doddie; gordon: gordie; graeme: gray; hector: eachann; helen: nell nellie
ella; hugh: shug hughie; iain: eoin; isabel: isa ishbel bel belle; james: jimmie hamish seumas; janet:
jessie jenny netta; jean: jinty; john: jock jockie ian; kenneth: kenny coinneach; lachlan: lachie; margaret:
mags maisie mysie greta peigi maighread rita marge madge; marion: mairi; mary: mamie molly polly mairi may;
mhairi: vari; murdo: murdie; patricia: patsy patty tricia trisha; patrick: paddy pat; robert: rab rabbie
bertie robin; ronald: ronnie raghnall; roderick: rory rod; sheila: shee; thomas: tam tammy; walter: wattie;
william: wull wullie; agnes: nessie nessa nan senga aggie; bridget: bridgie bride; dorothy: dolly dodie;
angus: angie gussie; alison: ali ally; elspeth: elsie eppie elspie; gillian: jill jilly; kathleen: kay;
kirsteen: kirst; christine: chrissie; christopher: kit topher; deborah: debs; edward: neddy; eleanor: nell
ellie nora; emma: em; frances: frankie; gerald: gerry; gerard: gerry; henry: harry; jennifer: jenny jen;
joseph: joey; lorraine: lolly raine; lawrence: lol loz; matthew: matty; nicola: nic nicky; rebecca: bec
becs; rosemary: rosie; samantha: sammy; sarah: sal sally sadie; steven: stevie; stephen: stevie; susan: suze
sooz; teresa: tess tessa; victoria: vic tor; yvonne: vonnie evie; muhammad: mo mohd; mohammed: mo mohd;
mohamed: mo; fatima: fatu fati tima; khadija: khadi; shabana: shabs shab; shazia: shaz; nasreen: naz nasy;
nadia: nads; yasmin: yas yaz; tahira: tahi tari; tariq: taz; imran: immy; usman: uzzy; zainab: zee zaynab;
rajesh: raj; rajinder: raj raji; jaswinder: jas jaz jassi; gurpreet: gurp preet; harpreet: harp preet;
manpreet: mani preet; balwinder: bal; sukhwinder: sukh; kulwinder: kul; parminder: pam parm; ravinder: ravi;
surinder: suri; priya: pri; sunita: suni; anjali: anju; vikram: vik vicky; sanjay: sanj; krishna: kris; olu:
ollie; oluwaseun: seun olu; babatunde: tunde; folake: fola; chukwuemeka: emeka; ngozi: goz; adebayo: bayo;
ruth: roo ruthie; derek: dez del degs; kevin: kev kevvy; colin: col colly; gary: gaz; karen: kaz; sharon:
shaz; terence: tel terry; barry: baz; jeremy: jez jem; maureen: mo reenie; moira: mo; rona: ro; stuart: stu;
peter: petey; paul: pauly; douglas: doug dougie dougal; neil: neilly; hannah: hanny; isobel: izzy isa ishy
bel bella; morven: mo morv; murray: muz; seonaid: shonnie; niall: nially; wilma: willa
"""
_SHORT_FORMS = {
    name.strip(): frozenset(short.split())
    for name, _, short in (line.partition(":") for line in " ".join(_SHORT.split("\n")).split(";"))
}
_NO_NAMES = word_set(
    "west east nort sout scot mac jan feb apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
)
_LEAST_TO_SHORTEN = 5
_LONGEST_WORD_LIKE = 3
"""At the start of a sentence, a short form of so many letters may be another word: “Cat hair”."""
_VOWELS = frozenset("aeiouy")
_VERBS = word_set(
    "was is has had said says told tells asked asks knows and from who did does came comes can could would "
    "will never always once then first also still just wrote thinks thought gave made took at let put cut set"
)
_ARTICLES = frozenset(("the", "a", "an"))
_TITLES = word_set("mr mrs ms miss dr")
_ONE_INITIAL = re.compile(
    r"\b(?i:our|wee|dear|big|ask|asked|told|thanks to|with|by|from|like|and|for|when|as|that|because|if"
    r"|ring|rang)"
    r" (?P<a>[B-HJ-Z])(?:\.(?=\s+(?!coli\b)[a-z]|[,;:’])|(?=[’']s\b))"
    r"|\b(?i:our|wee|dear) (?P<b>[B-HJ-Z])(?=,? (?:was|is|had|has|says?|said|told|asked|knows?|knew"
    r"|thinks?|did|came|who)\b)"
    r"|(?:\A|[.!?]\s+)(?P<c>[B-HJ-Z])\.(?= (?:was|is|had|has|says|said|told|asked|knows|knew|came|rang"
    r"|wrote|and I)\b)"
)
_TITLED = re.compile(r"\b(?P<title>Mr|Mrs|Ms|Miss|Dr)\.? (?P<a>[A-Z])\b(?![\w&/’'-]|\.\w)")


class ShortName(NamedTuple):
    """A place that may name somebody for short: its words, its sentence, and the letters of the name."""

    words: str
    sentence: str
    key: str
    is_surname: bool = False
    title: str = ""


def gender_of_name(given: str, surname: str = "") -> str:
    """Return f or m for a given name or a surname that tells, or nothing."""
    known = _GENDERS.get(given, "") or _LAST_NAMES.get(surname, "")
    return known or next((gender for ends, gender in _LAST_ENDINGS if surname.endswith(ends)), "")


@lru_cache(maxsize=512)
def short_names(name: str) -> frozenset[str]:
    """Return what somebody may be called for short: “Kasia” for Katarzyna, “Kev” for Kevin."""
    parsed = parse_name(name)
    if not parsed.given:
        return frozenset()
    given = parsed.given[0]
    found = set(_SHORT_FORMS.get(given, ())) | parsed.nicknames
    for length in (3, 4) if len(given) >= _LEAST_TO_SHORTEN else ():
        start = given[:length]
        if start[-1] in _VOWELS or not _VOWELS & set(start) or len(start) == len(given):
            continue
        ends = start if start[-1] == start[-2] else start + start[-1]
        found |= {start, f"{start}y", f"{start}ie", f"{ends}y", f"{ends}ie"}
    is_other = ENGLISH | MONTHS | _NO_NAMES
    return frozenset(one for one in found if one not in is_other or one in _SHORT_FORMS.get(given, ())) - {
        given
    }


def short_names_in(text: str, sought: frozenset[str]) -> Iterator[ShortName]:
    """Yield where a text uses one of these short names as a name."""
    for sentence in sentences_of(text):
        for at, word in enumerate(sentence.words):
            if word.key in sought and is_name_like(sentence, at):
                bare = re.sub(r"[’']s?\Z", "", word.text)
                yield ShortName(bare, sentence.text, word.key)


def is_name_like(sentence: TextSentence, at: int) -> bool:
    """Say whether a word with a capital is used as a name: not “Cat hair”, but “Cat said” and “ask Cat”."""
    word, after = sentence.words[at], sentence.words[at + 1 : at + 2]
    if not word.text[:1].isupper() or word.text.isupper():
        return False
    if at == 0:
        is_owner = word.text.endswith(("’s", "'s"))
        return (
            is_owner
            or (word.key not in ENGLISH and len(word.key) > _LONGEST_WORD_LIKE)
            or any(one.key in _VERBS or one.key in PAST_FORMS or one.key.endswith("ed") for one in after)
        )
    before = sentence.words[at - 1]
    is_inside = before.text[:1].isupper() and at > 1 and before.key not in ("i", *_TITLES)
    is_longer = any(
        one.text[:1].isupper() and one.key not in ("i", "im", "ive") and one.start - word.end == 1
        for one in after
    )
    return before.key not in _ARTICLES and not is_inside and not is_longer


def initials_in(text: str) -> Iterator[ShortName]:
    """Yield where a text has one letter for a name: “our K. says”, “Mr B”."""
    for pattern in (_ONE_INITIAL, _TITLED):
        for found in pattern.finditer(text):
            groups = found.groupdict()
            letter = next(groups[name] for name in ("a", "b", "c") if groups.get(name))
            at = next(found.start(name) for name in ("a", "b", "c") if groups.get(name))
            around = text[max(0, at - 60) : at + 60].strip()
            yield ShortName(
                letter, around, word_key(letter), pattern is _TITLED, word_key(groups.get("title") or "")
            )


def people_called(letter: ShortName, names: Iterable[tuple[str, str]]) -> list[str]:
    """Return which of some people, each with a name and a gender, a letter may stand for."""
    wanted = {"mr": MALE, "mrs": FEMALE, "ms": FEMALE, "miss": FEMALE}.get(letter.title, "")
    return [
        name
        for name, gender in names
        if (not wanted or gender in (wanted, ""))
        and letter.key in _letters(name, is_surname=letter.is_surname)
    ]


def _letters(name: str, *, is_surname: bool) -> set[str]:
    parsed = parse_name(name)
    words = parsed.joined_surnames if is_surname else parsed.given[:1]
    return {word[:1] for word in words}
