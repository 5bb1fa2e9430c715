"""How the invented programs are paid for: a few plausible plans of insurers, options and denials."""

from __future__ import annotations

from dataclasses import dataclass

from sample.dice import Dice

_CODES = {
    "private_insurance": "PI", "medicaid": "MD", "medicare": "MC", "tricare": "MI", "self_pay": "SF",
    "sliding_scale": "SS", "scholarship": "PA", "payment_plan": "PA",
}  # fmt: skip
_CARRIERS = (
    "aetna", "cigna", "blue_cross_blue_shield", "united_healthcare", "humana", "anthem", "molina", "kaiser_permanente",
    "magellan",
)  # fmt: skip


@dataclass(frozen=True)
class Payment:
    """``insurance`` is None where a site says nothing of it; ``vague`` is "most major plans" without a name."""

    insurers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    insurance: bool | None = None
    vague: bool = False

    @property
    def codes(self) -> set[str]:
        """SAMHSA's payment codes for the same answer."""
        codes = {_CODES[option] for option in self.options if option in _CODES}
        return codes | ({"PI"} if self.insurance else set()) | ({"SF"} if not codes else set())


def choose_payment(dice: Dice, number: int) -> Payment:
    """Return the payment plan of the facility with this running number; every eighth one is of the same sort."""
    carriers = tuple(dice.some(_CARRIERS, dice.between(2, 5)))
    plans = (
        Payment(carriers, ("self_pay",), (), True),
        Payment((), ("medicaid", "medicare", "sliding_scale", "self_pay"), (), None),
        Payment(carriers, ("payment_plan",), ("medicaid",), True),
        Payment((), ("self_pay", "scholarship"), (), False),
        Payment((), (), (), True, vague=True),
        Payment(carriers, ("tricare", "medicare"), (), True),
        Payment((), ("out_of_network", "single_case_agreement", "self_pay"), ("medicare",), None),
        Payment(carriers, ("medicaid", "sliding_scale", "payment_plan"), (), True),
    )
    return plans[number % len(plans)]
