"""Short names of insurers that are also other words ("Horizon", "Independence", "Sharp"): when one is meant."""

from __future__ import annotations

from index.understand.tokens import Token

BARE: dict[str, tuple[str, str]] = {
    "horizon": ("horizon", "NJ"), "independence": ("independence", "PA NJ"), "superior": ("superior", "TX"),
    "magnolia": ("magnolia", "MS"), "sunflower": ("sunflower", "KS"), "buckeye": ("buckeye", "OH"),
    "providence": ("providence", "OR WA"), "presbyterian": ("presbyterian", "NM"),
    "priority": ("priority_health", "MI"),
    "sharp": ("sharp", "CA"), "sutter": ("sutter", "CA"), "partnership": ("partnership", "CA"), "dean": ("dean", "WI"),
    "devoted": ("devoted", ""), "alignment": ("alignment", "CA"), "trillium": ("trillium_nc", "NC"),
    "vaya": ("vaya", "NC"), "sanford": ("sanford", "SD ND MN"), "avera": ("avera", "SD"), "cox": ("cox", "MO"),
    "sentara": ("sentara", "VA"), "ochsner": ("ochsner", "LA"), "prominence": ("prominence", "NV"),
    "parkland": ("parkland", "TX"), "community first": ("community_first", "TX"), "scan": ("scan", "CA"),
    "blue shield": ("blue_shield_of_california", "CA"), "empire": ("anthem", "NY"), "horizon blue": ("horizon", "NJ"),
    "sunshine": ("sunshine_health", "FL"), "friday": ("friday_health", ""), "bright": ("bright_health", ""),
}  # fmt: skip
"""Short name → (term of insurers, postal codes of the states that it sells in)."""

DAYS_AND_SUCH = frozenset({"friday", "bright", "sunshine", "devoted"})
"""Short names that no state makes an insurer of."""

BEFORE = frozenset({"take", "takes", "taking", "accept", "accepts", "accepting", "acepta", "aceptan", "acepte", "has",
                    "have", "got", "with", "through", "con", "tengo", "tenemos", "seguro", "insurance", "by",
                    "ins"})  # fmt: skip
AFTER = frozenset({"insurance", "ppo", "hmo", "epo", "plan", "medicaid", "coverage", "ins", "member", "members"})


def bare_insurer(tokens: list[Token], first: int, state: str) -> tuple[str, int] | None:
    """Return the insurer that a short name from a token on means and the token behind it, None where none is meant.

    Words of paying beside it decide, or that it stands by itself in a question about a state that it sells in.
    """
    for last in (first + 2, first + 1):
        name = " ".join(token.folded for token in tokens[first:last] if token.kind == "word")
        if last > len(tokens) or name not in BARE:
            continue
        term, states = BARE[name]
        before = tokens[first - 1] if first else None
        after = tokens[last] if last < len(tokens) else None
        cued = (before and before.folded in BEFORE) or (after and after.folded in AFTER)
        alone = (not before or before.kind == "break") and (not after or after.kind == "break")
        if cued or (name not in DAYS_AND_SUCH and state in states.split() and (alone or name == "blue shield")):
            taken = bool(after and after.folded in ("insurance", "ppo", "hmo", "epo", "ins"))
            return term, last + taken
    return None
