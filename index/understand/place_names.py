"""Words by which places are named in a question, and names that are also something else."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STRONG = _set("near nearby nearest around outside cerca alrededor surrounding")
"""Words after which a place of any size is believed."""

WEAK = _set("in at from by en de of to live living local area for serving")
"""Words after which a place is believed that is no word of the field and large enough."""

CLOSE = _set("close closer closest nearest next")
"""Words that a place is named after by "to": "closest program to"."""

MOVED = _set("moved moving relocated relocating mude mudamos mudo mudarnos")
"""Words of people who left the first of two towns for the second."""

BETWEEN = _set(
    "the downtown central greater metro area city of de la el to by me i my home live in north south east west "
                    "northern southern eastern western upper lower"
)  # fmt: skip
"""Words that may stand between such a word and the name."""

WORD_STATES = _set("in or me hi ok oh la pa ma id de al co mo as ms md mi va ca ct")
"""Postal codes that are words, or stand for something else: read as states in capitals or after a city only."""

WORD_CITIES = _set(
    "reading mobile orange hope independence normal paradise enterprise liberty union commerce surprise temple media "
    "plantation industry concord corona bend flint gary troy allen tyler warren wayne kent carson victoria madison "
    "charlotte jackson lincoln florence providence oxford garland irving grant clifton mission novi eugene lawrence "
    "sandy joy price salem aurora buffalo hurst rogers davis norman parker logan jordan marion mercer moody beacon "
    "harmony serenity recovery home center sunrise camden day evening hemet medical college young bell early "
    "friendship "
    "burnside plano bristol anderson stanford franklin spring clovis roy hamilton elgin medford commerce cary marina "
    "rockwell alexandria savannah brooklyn_park hampton sierra vista"
)
"""Cities that are also words or people's names: never believed by themselves."""

OF_NAMES = _set("hospital house academy ranch medical behavioral wellness recovery clinic health")
"""Words after which a bare city is likely the beginning of a program's name: "Mountain View Hospital"."""

NICKNAMES = {
    "nyc": "New York, NY", "la": "Los Angeles, CA", "sf": "San Francisco, CA",
    "west hollywood": "West Hollywood, CA", "weho": "West Hollywood, CA",
    "salt lake": "Salt Lake City, UT", "philly": "Philadelphia, PA",
    "vegas": "Las Vegas, NV", "dc": "Washington, DC", "okc": "Oklahoma City, OK", "slc": "Salt Lake City, UT",
    "atl": "Atlanta, GA", "chi town": "Chicago, IL", "nola": "New Orleans, LA", "phx": "Phoenix, AZ",
    "philadelphia": "Philadelphia, PA", "brooklyn": "Brooklyn, NY", "queens": "Queens, NY", "bronx": "Bronx, NY",
    "the bronx": "Bronx, NY", "manhattan": "New York, NY", "staten island": "Staten Island, NY",
    "saint pete": "Saint Petersburg, FL", "saint louis": "St. Louis, MO", "nueva york": "New York, NY", "new "
    "york city": "New York, NY",
    "washington dc": "Washington, DC", "washington d c": "Washington, DC", "los angeles": "Los Angeles, CA",
    "north phoenix": "Phoenix, AZ", "south phoenix": "Phoenix, AZ", "jax": "Jacksonville, FL",
    "indy": "Indianapolis, IN", "twin cities": "Minneapolis, MN", "the twin cities": "Minneapolis, MN",
    "bay area": "San Francisco, CA", "the bay area": "San Francisco, CA", "dfw": "Dallas, TX",
    "abq": "Albuquerque, NM",
    "pdx": "Portland, OR", "rva": "Richmond, VA", "atx": "Austin, TX", "satx": "San Antonio, TX",
    "stl": "St. Louis, MO",
    "mpls": "Minneapolis, MN", "cincy": "Cincinnati, OH", "san fran": "San Francisco, CA", "chicagoland": "Chicago, IL",
    "bmore": "Baltimore, MD", "b more": "Baltimore, MD", "inland empire": "Riverside, CA", "east bay": "Oakland, CA",
    "south bay": "San Jose, CA", "silicon valley": "San Jose, CA", "hampton roads": "Norfolk, VA",
    "research triangle": "Raleigh, NC", "rio grande valley": "McAllen, TX", "rgv": "McAllen, TX",
    "long island": "Hicksville, NY", "metro detroit": "Detroit, MI", "san fernando valley": "Van Nuys, CA",
    "quad cities": "Davenport, IA", "nova": "Fairfax, VA", "northern virginia": "Fairfax, VA",
    "kcmo": "Kansas City, MO",
    "the rgv": "McAllen, TX", "ft worth": "Fort Worth, TX", "washington d c area": "Washington, DC",
    "filadelfia": "Philadelphia, PA", "nueva orleans": "New Orleans, LA", "brookln": "Brooklyn, NY",
}  # fmt: skip
"""What people call a place; those that are also something else must stand after a word that places are named by."""

SURE_NICKNAMES = frozenset(NICKNAMES) - {"la", "sf", "dc", "queens", "indy", "jax", "nova", "south bay"}

CAPITAL_NICKNAMES = frozenset({"sf", "dc", "la"})
"""Those that are believed in a clause of their own, too."""

STATES_IN_SPANISH = {
    "nuevo mexico": "NM", "nueva jersey": "NJ", "nueva yersey": "NJ", "nueva hampshire": "NH", "nuevo hampshire": "NH",
    "carolina del norte": "NC", "carolina del sur": "SC", "dakota del norte": "ND", "dakota del sur": "SD",
    "virginia occidental": "WV", "pensilvania": "PA", "luisiana": "LA", "misisipi": "MS", "misuri": "MO", "tejas": "TX",
    "estado de washington": "WA", "estado de nueva york": "NY", "hawai": "HI", "tenesi": "TN",
}  # fmt: skip
"""Names of states in Spanish, folded, where they differ from the English ones."""

SHORT_STATES = {
    "mass": "MA", "calif": "CA", "cali": "CA", "fla": "FL", "penn": "PA", "penna": "PA", "tenn": "TN", "mich": "MI",
    "minn": "MN", "colo": "CO", "ariz": "AZ", "conn": "CT", "wis": "WI", "wisc": "WI", "ore": "OR", "wash": "WA",
    "tex": "TX", "okla": "OK", "ala": "AL", "ark": "AR", "del": "DE", "ind": "IN", "kan": "KS", "neb": "NE",
    "nev": "NV", "va": "VA",
}  # fmt: skip
"""Other short names of states, believed right after a city only."""

STATE_NAMES_OF_CITIES = frozenset({"new york", "washington"})
"""Names read as the city, unless "state" stands behind."""
