"""Which listings speak of one place: explainable rules over blocks of listings, each link with the rule's name.

In go listing heads and a person's decisions, out come groups and the pairs left open. Nothing is merged on a phone or
a name alone.
"""

from catalog.matching.addresses import street_line
from catalog.matching.cards import Card, card
from catalog.matching.clustering import AMBIGUOUS, Decisions, Matching, Unsure, group_listings, match_listings
from catalog.matching.heads import Group, Head, head_of
from catalog.matching.rules import RENAMED, SAME_NAME, SAME_NPI, SAME_PHONE, SAME_PLACE, SAME_ROW, Verdict, judge

__all__ = [
    "AMBIGUOUS", "RENAMED", "SAME_NAME", "SAME_NPI", "SAME_PHONE", "SAME_PLACE", "SAME_ROW", "Card", "Decisions",
    "Group", "Head", "Matching", "Unsure", "Verdict", "card", "group_listings", "head_of", "judge", "match_listings",
    "street_line",
]  # fmt: skip
