"""The texts of drawn surveys: all sorts of genuine statements, scales, options, replies and people."""

from __future__ import annotations

PLAIN = (
    "I felt heard",
    "My manager listens to me",
    "I know who to ask for help",
    "We look again at our aims now and then",
    "Families have a say in what we do",
    "The meetings are worth my time",
    "I would recommend the group to a colleague",
    "There is enough time between meetings",
    "People here take on work and see it through",
    "I can say no without giving a reason",
    "What we agree on is written down",
    "Newcomers are made welcome",
    "The room is easy to reach by bus",
    "My caseload leaves room for learning",
    "Decisions are explained to those they affect",
    "I learned something that I can use",
)
# Pairs that a careless comparison takes for one statement.
NEARLY_THE_SAME = (
    ("I feel able to speak up", "I feel unable to speak up"),
    ("Session 1: I felt heard", "Session 2: I felt heard"),
    ("I have enough time", "I don't have enough time"),
    ("I was satisfied with the venue", "I was dissatisfied with the venue"),
    ("Meeting 3 was useful", "Meeting 13 was useful"),
    ("I can open the shared record [SCI Store]", "I can change the shared record [SCI Store]"),
    ("We are likely to go on", "We are unlikely to go on"),
    ("The 2-year plan is clear", "The 20-year plan is clear"),
)
LONG = (
    "Having looked at all the papers that were sent round before the meeting, and having talked them over "
    "with the people I work with, I can say that the reasons for the change, the way in which it is to be "
    "made and the part that I am to play in it are all clear to me"
)
ODD = (
    "My manager listens [to me]",
    "I trust (most of) my colleagues",
    "Tea, coffee and water were provided",
    'What "partnership" means is clear to me',
    "Getting there was easy\n(by bus or on foot)",
    "The café was a good place to meet",
    "Ich kann über Schwierigkeiten sprechen",
    LONG,
    "Q3 results are shared with us",
    "24/7 cover works",
    "I feel safe at work – most days",
    "Communication/teamwork is good",
    "Name three people you trust is an exercise that works for us",
    "Phone calls are answered on the same day",
    "Emails get a reply within a week",
    "It’s clear who does what",
)
STEMS = (
    "How far do you agree?",
    "Please say how far you agree with each statement",
    "Thinking of the last six months",
    "To what extent do you agree or disagree with the following statements about the group?",
)
BEFORE_AND_AFTER = (
    ("BEFORE the programme, how far did you agree?", "NOW, how far do you agree?"),
    ("Before", "After"),
    ("At the first meeting", "At the last meeting"),
)

AGREE_5 = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
AGREE_4 = ("Strongly agree", "Agree", "Disagree", "Strongly disagree")
AGREE_3 = ("Agree", "Neither agree nor disagree", "Disagree")
YES_NO = ("Yes", "No")
OWN_SCALES = (
    ("Often", "Sometimes", "Never"),
    ("Always", "Usually", "Rarely", "Never"),
    ("Very useful", "Quite useful", "Not very useful", "Not at all useful"),
    ("Every week", "Every month", "Less often"),
    ("Much better", "Better", "The same", "Worse", "Much worse"),
    ("Excellent", "Good", "Fair", "Poor"),
)
DONT_KNOW = ("Don't know", "Don’t know", "Not sure", "Unsure")

TICK_QUESTIONS = (
    ("What helped you to take part?", ("Travel paid for", "Crèche", "Evening meetings", "Notes sent out")),
    ("Which of these do you use? (tick all that apply)", ("Telephone", "Email", "Text message", "Letter")),
    ("Where did you hear of us?", ("From a friend", "At school", "Poster", "Local paper", "Library")),
    ("What would you like more of?", ("Time to talk", "Training", "Visits to other groups")),
)
OPTIONS_WITH_COMMAS = ("Tea, coffee and cake", "Travel, paid for in advance")
OTHER_WORDS = ("a lift from a neighbour", "my sister told me", "the minister, at church", "a walk")

OPEN_QUESTIONS = (
    "What should we change?",
    "Is there anything else you would like to tell us?",
    "What was hard?",
    "Any other comments",
)
OPEN_REPLIES = (
    "More time to talk, less paper.",
    "Nothing, it was fine",
    'The word "partner" is used for everything',
    "Start earlier.\nI have to fetch the children at three.",
    "The café next door = better coffee",
    "Smaller groups; fewer slides",
    "I liked the visit to the school best of all, because we saw it with our own eyes.",
    "- more visits\n- fewer forms",
    "5 people is too few",
    "Keep going!",
)

SHORT_REPLIES = ("N/A", "No", "Nothing", "-", "none")
OPEN_ENDS = (
    "That would be {} times better.",
    "I have said so for {} years!",
    "(So say {} of us.)",
    "See page {}.",
    "It took me {} minutes to get here – too long",
)

GROUP_QUESTIONS = (
    ("Which organisation do you work for?", ("Council", "NHS", "School", "Third sector")),
    ("What is your role?", ("Teacher", "Youth worker", "Officer")),
    ("Which group are you in?", ("North", "South")),
)
WAVES = ("First meeting", "Last meeting")

FIRST_NAMES = (
    "Ailsa",
    "Bram",
    "Coinneach",
    "Dorota",
    "Eilidh",
    "Fergus",
    "Grizel",
    "Hamza",
    "Iseabail",
    "Jura",
)
SURNAMES = (
    "Quillfeather",
    "Brankstone",
    "Ottermoor",
    "Whinfell",
    "Starrigg",
    "Dunnock",
    "Peelbrae",
    "Yarrowby",
)
