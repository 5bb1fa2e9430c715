"""Codes by which a facility may, or does, run an intensive outpatient program. No specialty code means IOP."""

from __future__ import annotations

from catalog.vocabulary import load_vocabulary

CANDIDATES = {
    "261QM0801X": "mental health clinic", "261QM0850X": "adult mental health clinic",
    "261QM0855X": "children's mental health clinic", "261QR0405X": "substance use rehabilitation clinic",
    "251S00000X": "community behavioral health agency", "283Q00000X": "psychiatric hospital",
    "273R00000X": "psychiatric unit", "276400000X": "substance use rehabilitation unit",
}  # fmt: skip
"""Codes of the provider taxonomy (NUCC) under which a facility may run an IOP."""

_BILLING = "HCPCS:"


def billing_codes() -> frozenset[str]:
    """Return the billing codes that only an IOP has (H0015, S9480), as the vocabulary lists them."""
    codes = load_vocabulary().term("level_of_care", "iop").other_codes
    return frozenset(code.removeprefix(_BILLING) for code in codes if code.startswith(_BILLING))
