"""Sentences as practitioners write them: misspelt words, and names and terms that are spelt correctly."""

from __future__ import annotations

MISSPELT = """
recieve: We did not recieve the letters until March.
seperate: The two groups met in seperate rooms.
accomodation: Families in temporary accomodation were asked first.
definately: It was definately the right question to ask.
occured: The same thing occured in the second cycle.
goverment: The goverment funded the first year.
enviroment: The classroom enviroment was calmer after lunch.
publically: Nobody wanted to say it publically.
neccessary: A second visit was not neccessary.
begining: At the begining we met each week.
beleive: Several parents beleive that it helped.
commitee: The commitee agreed to try it for a term.
concious: We were concious of how tired people were.
embarass: We did not want to embarass anybody.
existance: They did not know of its existance.
freind: A freind of hers came along.
grammer: She helped with the grammer of the letter.
happend: Then what happend surprised us.
immediatly: They asked immediatly for another date.
independant: An independant person read the notes.
knowlege: It built on the knowlege of the staff.
liason: The liason with the school took time.
maintainance: The maintainance of the hall was our worry.
mispell: It is easy to mispell a word.
noticable: There was a noticable change by May.
occassion: On that occassion six people came.
persistant: There was a persistant worry about transport.
posession: The notes are in the posession of the group.
prefered: Most people prefered the evening.
questionaire: The questionaire had eight statements.
reccomend: We reccomend that others try it.
refered: Three families were refered by the nurse.
relevent: This was relevent to the wider plan.
resistence: There was some resistence at first.
succesful: The second workshop was succesful.
suprise: It came as a suprise to the team.
tommorow: We would ask again tommorow.
untill: We waited untill everybody had spoken.
wich: It was the question wich mattered.
writting: They were writting down what they saw.
Teh: Teh group met in the library.
Thier: Thier answers were shorter than ours.
Becuase: Becuase of the snow, we met online.
adress: We did not adress the cost.
arguement: There was an arguement about the rota.
tendancy: There was a tendancy to agree.
collegue: A collegue took the notes.
dissapointed: Nobody was dissapointed with the change.
facilitater: The facilitater kept the time.
particpants: All the particpants saw their words.
"""
"""Fifty words, each with the sentence it is misspelt in."""

PLACES = """
Aberchirder, Aberfeldy, Abernethy, Achiltibuie, Alness, Annan, Applecross, Ardersier, Ardnamurchan,
Auchtermuchty, Auchinleck, Ballachulish, Ballater, Balloch, Banchory, Bettyhill, Biggar, Blairgowrie,
Bonnyrigg, Broughty Ferry, Buckie, Burntisland, Cambuslang, Campbeltown, Carnoustie, Castlebay,
Coatbridge, Craigmillar, Crianlarich, Cumbernauld, Dalbeattie, Drumchapel, Drumnadrochit, Dunblane,
Dunoon, Easterhouse, Ecclefechan, Eyemouth, Fochabers, Fraserburgh, Galashiels, Garelochhead, Gorebridge,
Govanhill, Grangemouth, Hawick, Inverbervie, Inverurie, Kilmacolm, Kilwinning, Kirkcudbright,
Kirkintilloch, Kirriemuir, Kyleakin, Lochgilphead, Lossiemouth, Mallaig, Maryhill, Milngavie, Muirhouse,
Newtonmore, Niddrie, Oban, Penicuik, Pitlochry, Plockton, Portree, Prestonpans, Raploch, Rothesay
"""
PEOPLE = """
Naseem, Oluwaseun, Agnieszka, Mhairi, Ruaridh, Eilidh, Catriona, Iain, Seonaid, Fearghas, Siobhan, Niamh,
Caoimhe, Priyanka, Harpreet, Zainab, Abdulrahman, Thuy, Kwabena, Bronagh, Macpherson, Farquharson,
Urquhart, Dalziel, Menzies, Kowalczyk, Chaudhry, Okonkwo, Nguyen, Szymanski
"""
TERMS = """
GIRFEC, SIMD, SHANARRI, COSLA, HSCP, HSCPs, IJB, LOIP, LOIPs, NIF, PEF, PITs, PDSA, QIO, CLD, CPP, SQA,
ELC, ASN, EAL, datazone, datazones, headteacher, headteachers, childminder, childminders, councillor,
convener, procurement, kinship, co-production, coproduction, co-produced, co-design, co-designed,
co-creation, multi-agency, trauma-informed, strengths-based, place-based, rights-based, looked-after,
care-experienced, third-sector, upskilling, upskill, signposting, signposted, subgroup, subgroups,
workstream, workstreams, facilitator, facilitators, flipchart, flipcharts, foodbank, foodbanks, outreach,
wraparound, numeracy, literacies, attainment, reablement, homecare, telecare, neurodivergent,
neurodiversity, infographic, webinar, webinars, dataset, datasets, ringfenced, ring-fenced,
deprioritised, wellbeing, wee, wean, weans, bairns, dreich, loch, glen, burgh, provost, ceilidh, blether,
outwith, safeguarding, wayfinding, underspend, masterplan, placemaking, reflexivity, praxis,
practitioner, practitioners, microgrants, hyperlocal, housebound, neighbourhood, timeslots
"""


def misspelt_sentences() -> list[tuple[str, str]]:
    """Return each misspelt word with its sentence."""
    lines = MISSPELT.strip().splitlines()
    return [(word, sentence) for word, _, sentence in (line.partition(": ") for line in lines)]


def correct_sentences() -> list[tuple[str, str]]:
    """Return each name and term, with a sentence that has it."""
    made = [
        (name, f"{name} came first. We met people from {name} twice, in May and in June.")
        for name in _listed(PLACES)
    ]
    made += [
        (name, f"{name} took notes. At the end {name} said that it had helped, and {name}’s group agreed.")
        for name in _listed(PEOPLE)
    ]
    return made + [(term, f"They spoke about {term}, and what it means for them.") for term in _listed(TERMS)]


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.replace("\n", " ").split(",")]
