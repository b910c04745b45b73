"""What a check finds: the rules, each failure as a planner's sentence, and the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

TOLERANCE = Fraction(1, 10**6)
"""Slack of every limit and every reported figure, relative to max(1, |limit or figure|); where
fewer people than one are at stake, or less money than one, all of them stand for the 1.

The solver's continuous variables need it; counts are whole numbers and need none.
"""
SHOWN = 50
"""Failures that are spelled out when a verification is printed; the rest are counted."""

Exact = Fraction | int


class Rule(StrEnum):
    """What a plan can fail, in the words of the decision model."""

    FORM = "form of a plan"
    INSTANCE = "instance of the plan"
    BUDGET = "budget"
    OWN_BUDGET = "own budget of a province"
    PHASE = "phase"
    LAND = "land"
    STOCK = "stock"
    MOST_PER_REGION = "most per region"
    ONE_SCALE = "one scale of a sector per region"
    CANDIDATE = "candidate"
    SUITABILITY = "suitability"
    ZONE = "regulation-free zone"
    ZONES = "regulation-free zones nationwide"
    MEASURES = "number of a measure"
    MEASURE_IN_USE = "measure in use"
    TIER_GROUP = "one measure of a tier group"
    CLUSTERS_PER_REGION = "clusters per region"
    CLUSTERS_PER_PROVINCE = "clusters per province"
    NATIONWIDE = "nationwide limit"
    LOCKED_IN = "locked in"
    LOCKED_OUT = "locked out"
    ABSORPTION = "absorption"
    WORKFORCE = "workforce"
    SUPPLY = "supply of graduates"
    SEATS = "training seats"
    RECRUITING = "recruiting limit"
    GRADUATES = "graduates by distance"
    HARMONY = "industry and culture in harmony"
    TAKERS = "kept by jobs, by where young people live"
    ARRIVALS = "arrivals for jobs"
    FLOWS = "expected flows"
    POOL = "pool of leavers"
    COMMUTING = "commuting limit"
    CULTURE_ONLY = "kept by culture alone"
    LOCAL_JOBS = "local jobs"
    LEAVERS = "retained within leavers"
    BALANCE = "balance"
    PROJECTION = "projection"
    SPENDING = "spending in a place"
    FAIR_SHARE = "fair share of a province"
    HUB_SHARE = "hubs' share of spending"
    REPORTED = "reported figure"
    BOUND = "bound"
    GAP = "gap"


def number(value: Exact | float) -> str:
    """Return a number as it is shown in a failure: enough digits to see what is wrong."""
    try:
        return format(float(value), ",.10g")
    except OverflowError:
        return "a number beyond 1e308"


def slack(value: Exact, least: Exact = 1) -> Fraction:
    """Return the tolerance around a limit or a figure; `least` stands for a smaller one."""
    return TOLERANCE * max(Fraction(least), abs(Fraction(value)))


def _close(one: Exact, other: Exact, least: Exact) -> bool:
    """Return whether two numbers agree beyond doubt, which binary64 tells sooner."""
    try:
        value = float(other)
        # Half the tolerance: what rounding adds is a billionth of that.
        return abs(float(one) - value) <= 0.5e-6 * max(float(least), abs(value))
    except OverflowError:
        return False


def called(region_id: str, names: Mapping[str, str]) -> str:
    """Return a region's name and id, for messages."""
    name = names.get(region_id, "")
    return f"{name} ({region_id})" if name and name != region_id else region_id


@dataclass(frozen=True)
class Failure:
    """One rule that a plan breaks.

    Attributes
    ----------
    rule : Rule
    place : str
        Where: a region, an option, a university, a key of plan.json.
    needs, has : str
        What the rule asks for, and what the plan holds.
    """

    rule: Rule
    place: str
    needs: str
    has: str

    def __str__(self) -> str:
        """Return a sentence for a planner."""
        head = self.rule.value[0].upper() + self.rule.value[1:]
        place = f", {self.place}" if self.place else ""
        return f"{head}{place}: needs {self.needs}, has {self.has}."


@dataclass(frozen=True)
class Verification:
    """The outcome of a check without the solver.

    Attributes
    ----------
    failures : tuple of Failure
        Every rule broken, at every place; empty where the plan holds.
    retained, objective, cost, arrived : float or None
        As recomputed (persons; the objective's unit; the instance's currency; persons). None
        where the plan's settings can't be read, so that nothing can be recomputed.
    recomputed, trusted : tuple of str
        What was worked out anew from the tables, and what stays a claim of the plan.
    proof : str
        What a further solve says of bound and gap; "" where none was asked for.
    """

    failures: tuple[Failure, ...]
    retained: float | None = None
    objective: float | None = None
    cost: float | None = None
    arrived: float | None = None
    recomputed: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    proof: str = ""

    @property
    def ok(self) -> bool:
        """Whether the plan holds."""
        return not self.failures

    def __str__(self) -> str:
        """Return the outcome, with a line for each failure."""
        if self.ok and self.retained is not None:
            come = f", {number(self.arrived)} arrived," if self.arrived else ""
            return (
                f"The plan holds: {number(self.retained)} retained{come} at a cost of "
                f"{number(self.cost or 0.0)}, objective {number(self.objective or 0.0)}, "
                "recomputed from the tables without the solver."
                f"{_claims(self)}"
            )
        count = len(self.failures)
        lines = [f"The plan fails its check in {count} place{'s' if count != 1 else ''}:"]
        lines += [f"- {failure}" for failure in self.failures[:SHOWN]]
        if count > SHOWN:
            lines.append(f"- … and {count - SHOWN} more.")
        return "\n".join(lines)


def _claims(checked: Verification) -> str:
    """Return what is proven of the bound, or that it stays a claim."""
    if checked.proof:
        return f"\n{checked.proof}"
    return f"\nNot recomputed: {checked.trusted[0]}." if checked.trusted else ""


class Findings:
    """Collects failures, so that all of them are reported together."""

    def __init__(self) -> None:
        """Start without a failure."""
        self.failures: list[Failure] = []
        self._at_stake: dict[str, Fraction] = {}

    def measured(self, at_stake: Mapping[str, Exact]) -> None:
        """Take in how much of each unit there is at stake in all, where that is less than one."""
        self._at_stake = {unit: Fraction(much) for unit, much in at_stake.items() if 0 < much < 1}

    def slack(self, value: Exact, unit: str) -> Fraction:
        """Return the tolerance around a limit or a figure in a unit."""
        return slack(value, self._least(unit))

    def _least(self, unit: str) -> Fraction:
        # What follows a comma says more of it: "persons, weighted".
        return self._at_stake.get(unit.partition(",")[0], Fraction(1))

    def add(self, rule: Rule, place: str, needs: str, has: str) -> None:
        """Add one failure; the arguments are those of `Failure`."""
        self.failures.append(Failure(rule, place, needs, has))

    def at_most(self, rule: Rule, place: str, has: Exact, limit: Exact, unit: str) -> None:
        """Add a failure where `has` exceeds `limit` by more than the tolerance."""
        if has > limit and has - limit > self.slack(limit, unit):
            self.add(rule, place, f"at most {number(limit)} {unit}", number(has))

    def at_least(self, rule: Rule, place: str, has: Exact, limit: Exact, unit: str) -> None:
        """Add a failure where `has` falls short of `limit` by more than the tolerance."""
        if limit > has and limit - has > self.slack(limit, unit):
            self.add(rule, place, f"at least {number(limit)} {unit}", number(has))

    def agrees(
        self, place: str, reported: Exact | None, recomputed: Exact, unit: str, rule: Rule
    ) -> None:
        """Add a failure where a reported figure is not the recomputed one, within tolerance.

        A figure that could not be read (None) has its failure already.
        """
        if reported is None or _close(reported, recomputed, self._least(unit)):
            return
        if abs(Fraction(reported) - Fraction(recomputed)) > self.slack(recomputed, unit):
            needs = f"{number(recomputed)} {unit}".rstrip()
            self.add(rule, place, needs, number(reported))
