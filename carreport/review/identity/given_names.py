"""Given names by which readers take somebody for a man or a woman; names that both have are left out."""

from __future__ import annotations

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
oksana anjali meera sunita deepa amira leila noor khadija mei
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
rajesh sanjay vikram arjun tariq omar ibrahim bilal
"""
FEMALE, MALE = "f", "m"
_GENDERS = dict.fromkeys(_WOMEN.split(), FEMALE) | dict.fromkeys(_MEN.split(), MALE)


def gender_of_name(given: str) -> str:
    """Return f or m for a given name that tells, or nothing."""
    return _GENDERS.get(given, "")
