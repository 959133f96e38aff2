"""Whether two names say the same decision in other words, or decisions that differ by their verb.

Dutch names an act in several orders and forms: "Invorderen van een dwangsom", "Een dwangsom invorderen", "Invordering
dwangsom". What is found here is a suggestion: somebody confirms it.
"""

from __future__ import annotations

from mandate_registry.register_folder.names.likeness import stem
from mandate_registry.register_folder.names.name_keys import known_as

LEFT_OUT = frozenset(("een", "de", "het", "van", "der", "den"))
"""Articles, and what joins an act to what it is about."""
ACTS = (
    ("verlenen", "toekennen", "toestaan"),
    ("weigeren", "afwijzen"),
    ("intrekken",),
    ("vaststellen", "treffen"),
    ("wijzigen",),
    ("verlengen", "verdagen"),
    ("opleggen",),
    ("invorderen",),
    ("terugvorderen",),
    ("opzeggen", "beëindigen"),
    ("kwijtschelden",),
)
"""Verbs by what they do: those of one group may stand for each other, those of two do not."""
SHORTEST = 4
"""So many letters has a word at least, without its ending, that tells what a name is about."""
MAX_SLIP = 2
"""So many letters of a word are other ones at most, where it is the same word with a slip."""
OTHERWISE = frozenset(("hoger", "hogere", "niet", "geen", "voorlopig", "voorlopige"))
"""Words that make another decision of one: a first appeal is no higher appeal."""
AFTER_ACTS = frozenset(("van", "met", "op", "tot", "over", "in"))
"""Prepositions after the word that says what is done, as in "Opvragen van gegevens"."""
SIGNING = frozenset(("ondertekenen", "ondertekening", "tekenen"))
REPRESENTING = frozenset(("vertegenwoordigen", "vertegenwoordiging"))
CONCLUDING = frozenset(("aangaan", "sluiten", "afsluiten", "opzeggen", "opzegging", "beeindigen", "ontbinden"))
CONTRACTS = ("overeenkomst", "contract")
"""What is done with contracts under private law, and how these are called, also in a longer word (without accents)."""
DECIDING = frozenset(("besluiten", "beslissen", "instemmen", "besluit", "toestaan"))
"""Verbs of which the act is the decision itself, whatever it is about."""
ACT_OF = {stem(known_as(verb)): stem(known_as(group[0])) for group in ACTS for verb in group}


def wording_of(name: str) -> frozenset[str]:
    """Return the words of a name in whichever order and form, verbs by what they do."""
    stems = (stem(word) for word in known_as(name).split() if word not in LEFT_OUT)
    return frozenset(ACT_OF.get(one, one) for one in stems)


def subject_of(name: str) -> frozenset[str]:
    """Return the words of a name that tell what it is about, without what is done."""
    done = {*ACT_OF.values(), _done(name)}
    return frozenset(word for word in wording_of(name) - done if len(word) >= SHORTEST)


def _done(name: str) -> str:
    """Return the word that says what is done: the first, where a preposition follows; "" where it may be another."""
    words = known_as(name).split()
    return stem(words[0]) if words[1:] and words[1] in AFTER_ACTS else ""


def act_of(name: str) -> str:
    """Return what is done by a name, where its first or its last word is a verb; "" where neither is known."""
    words = [stem(word) for word in known_as(name).split()]
    return next((ACT_OF[word] for word in (*words[:1], *words[-1:]) if word in ACT_OF), "")


def nature_of(name: str) -> str:
    """Return the nature of which a name says that it is: to sign, represent or conclude a contract; "" of others."""
    words = {*known_as(name).split()}
    if words & DECIDING:
        return ""
    if words & SIGNING:
        return "signing"
    of_contracts = {"namens", "gemeente"} <= words or any(one in word for word in words for one in CONTRACTS)
    return "private_act" if words & REPRESENTING or (of_contracts and words & CONCLUDING) else ""


def are_same_act(one: str, other: str) -> bool:
    """Return True if two names are of the same act, and of the same words but for one that begins like the other's.

    "Verdagen van de beslissing op bezwaar" is "De beslistermijn van een bezwaar verdagen".
    """
    subjects = subject_of(one), subject_of(other)
    apart, others = subjects[0] - subjects[1], subjects[1] - subjects[0]
    if not act_of(one) or act_of(one) != act_of(other) or not subjects[0] & subjects[1]:
        return False
    return len(apart) == len(others) == 1 and _begins_alike(*apart, *others)


def _begins_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short[-2:] == 2 * short[-1]:
        short = short[:-1]
    return len(short) > SHORTEST and long.startswith(short)


def differ(one: str, other: str) -> bool:
    """Return True if two names are of different decisions: by what their verbs do, or by a word that turns it."""
    words, others = wording_of(one), wording_of(other)
    acts = words & {*ACT_OF.values()}, others & {*ACT_OF.values()}
    is_other_act = all(acts) and not acts[0] & acts[1]
    return is_other_act or _turning(one) != _turning(other)


def is_slip(one: str, other: str) -> bool:
    """Return True if one name may be a slip of the other: a word more, or one word with a few other letters."""
    words, others = wording_of(one), wording_of(other)
    apart, beside = words - others, others - words
    if differ(one, other) or len(apart) > 1 or len(beside) > 1:
        return False
    return not (apart and beside) or _letters_apart(*apart, *beside) <= MAX_SLIP


def _letters_apart(one: str, other: str) -> int:
    """Return how many letters have to be changed, added or left out to make one word of the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, second in enumerate(other, 1):
            change = before + (letter != second)
            before, row[place] = row[place], min(change, row[place] + 1, row[place - 1] + 1)
    return row[-1]


def _turning(name: str) -> frozenset[str]:
    return OTHERWISE & {*known_as(name).split()}
