"""What a building takes of each limit, who has taken it, and why something is not permitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.analysis.plan_problem import PlanProblem
from optimizer.instance import COPY, without_zone
from optimizer.model import Key, Name, site_keys
from optimizer.solver import Controls, LimitsUsed, TransportStage, Use, columns_of

SHOWN = 5
"""Of those who have taken a limit so many are named."""
PER_REGION = "Most per region"
GRADUATES = "Graduates within the recruiting limit"


@dataclass(frozen=True)
class Taken:
    """A limit, in a planner's words.

    Attributes
    ----------
    what, place : str
    amount : float
        What one building takes.
    limit, used : float
        What there is, and what the plan uses.
    unit : str
    users : tuple of str
        Who has taken it, the most first.
    remedy : str
    broken : bool
        One more would be more than there is.
    rule : str
        Family of the rule, with the field where graduates are meant ("graduates.computing").
    user_keys : tuple of Key
        Region and option, or measure, of each of the users.
    """

    what: str
    place: str
    amount: float = float("nan")
    limit: float = float("nan")
    used: float = float("nan")
    unit: str = ""
    users: tuple[str, ...] = ()
    remedy: str = ""
    broken: bool = True
    rule: str = ""
    user_keys: tuple[Key, ...] = ()

    @property
    def left(self) -> float:
        """What the plan leaves of it."""
        return max(0.0, self.limit - self.used)

    def record(self, shown: int) -> dict[str, Any]:
        """Return it as plain Python; of users, `shown` are told of limits of one place.

        Of graduates what is left is not known: those within reach serve others too.
        """
        local = shown if self.place else 0
        unknown = np.isnan(self.left) or self.rule.startswith("graduates.")
        return {
            "rule": self.rule,
            "what": self.what,
            "place": self.place,
            "needs": None if np.isnan(self.amount) else float(self.amount),
            "left": None if unknown else float(self.left),
            "unit": self.unit,
            "taken_by": list(self.users[:local]),
            "users": [list(key) for key in self.user_keys[:local]],
        }


def taken_by(problem: PlanProblem, key: Key, controls: Controls) -> list[Taken]:
    """Return every limit that a building counts in; `broken` where one more would exceed it."""
    return LimitsTaken(problem, controls).of(key)


class LimitsTaken:
    """What the plan leaves of each limit, asked of many buildings.

    Parameters
    ----------
    problem : PlanProblem
    controls : Controls
    """

    def __init__(self, problem: PlanProblem, controls: Controls):
        self._problem = problem
        coefficients, matrix = problem.coefficients, problem.relaxation.model
        decisions = decided(problem)
        values = columns_of(matrix, decisions, controls)
        self._used = None if values is None else LimitsUsed(matrix, values)
        named, keys = coefficients.stages.named(), site_keys(coefficients)
        self._places: dict[Key, list[int]] = {}
        for place, (region, copy) in enumerate(keys):
            self._places.setdefault((region, named[copy]), []).append(place)
        self._keys = keys
        counts = [decisions.get(("x", k), decisions.get(("y", k), 0.0)) for k in keys]
        self._count = np.array(counts, dtype=np.int64)
        self._staff = TransportStage(coefficients)
        self._reach = coefficients.workforce.reach(len(coefficients.regions))

    def of(self, key: Key) -> list[Taken]:
        """Return every limit that a building counts in, one for each phase together."""
        if self._used is None:
            return []
        copies = [self._keys[place] for place in self._places.get(key, ())]
        names: list[Name] = [(block, copy) for copy in copies for block in ("x", "y")]
        uses = [_told(self._problem, use) for use in self._used.of(names)]
        return [*self._most(key), *uses, *self._graduates(key)]

    def _most(self, key: Key) -> list[Taken]:
        """Return the most that a region may have, which is no rule but a column's end."""
        problem = self._problem
        most = int(problem.coefficients.sites.most[self._places[key]].max())
        count = problem.held.count.get(key, 0)
        if count + 1 <= most:
            return []
        region = problem.source.region_names[key[0]]
        return [Taken(PER_REGION, region, 1.0, most, count, "buildings", rule="most_per_region")]

    def _graduates(self, key: Key) -> list[Taken]:
        """Return the graduates that one needs by field; broken where the plan leaves too few."""
        coefficients = self._problem.coefficients
        force, first = coefficients.workforce, self._places[key][0]
        need = force.need[first]
        if not np.any(need > 0):
            return []
        count = self._count.copy()
        count[first] += 1
        short = self._staff.hired(count, Controls()) is None
        reach = self._reach[coefficients.sites.region[first]]
        region = self._problem.source.region_names[key[0]]
        return [
            Taken(
                f"{GRADUATES}: {field}",
                region,
                float(need[n]),
                float(reach[n]),
                0.0,
                "graduates a year",
                broken=short,
                remedy="more graduates within the recruiting limit, or seats.",
                rule=f"graduates.{field}",
            )
            for n, field in enumerate(force.fields)
            if need[n] > 0
        ]


def decided(problem: PlanProblem) -> dict[Name, float]:
    """Return what the plan builds, takes and buys, by column."""
    plan, stages = problem.plan, problem.coefficients.stages
    found: dict[Name, float] = {}
    for row in plan.build.to_dict("records"):
        name = str(row["option_id"])
        if stages.several and int(row["phase"]) in stages.years:
            name = _copy(problem, name, stages.years.index(int(row["phase"])))
        for block in ("x", "y"):
            found[block, (str(row["region_id"]), name)] = float(row["count"])
    for row in plan.measures.to_dict("records"):
        found["z", (str(row["region_id"]), str(row["measure_id"]))] = 1.0
    for row in plan.seats.to_dict("records"):
        found["t", (str(row["university_id"]), str(row["field"]))] = float(row["seats"])
    return found


def _copy(problem: PlanProblem, option: str, phase: int) -> str:
    stages = problem.coefficients.stages
    pairs = zip(stages.named().items(), stages.phase, strict=True)
    copies = (copy for (copy, name), n in pairs if name == option and n == phase)
    return next(copies, option)


def _told(problem: PlanProblem, use: Use) -> Taken:
    rule, source = use.rule, problem.source
    family, index = use.row
    unit = "" if rule is None else rule.unit.replace("money", source.currency)
    remedy = ""
    if rule is not None:
        needs = f"{use.used + use.amount:,.10g}"
        names = {"needs": needs, "has": f"{use.limit:,.10g}", "slack": "", "setting": "the limit"}
        remedy = rule.remedy.format(**names) + "."
    return Taken(
        what=family if rule is None else rule.title,
        place=_place(problem, index),
        amount=use.amount,
        limit=use.limit,
        used=use.used,
        unit=unit,
        users=tuple(_user(problem, name) for name in use.users[:SHOWN]),
        remedy=remedy,
        broken=use.exceeded_by(1),
        rule=family,
        user_keys=tuple(_user_key(name) for name in use.users[:SHOWN]),
    )


def _place(problem: PlanProblem, index: object) -> str:
    parts = index if isinstance(index, tuple) else () if index is None else (index,)
    return " ".join(problem.source.region_names.get(str(part), str(part)) for part in parts)


def _user_key(name: Name) -> Key:
    place, what = name[1][:2]
    return str(place), str(what).split(COPY)[0]


def _user(problem: PlanProblem, name: Name) -> str:
    place, option = _user_key(name)
    region = problem.source.region_names.get(place, place)
    labels = problem.source.labels
    called = labels.measures if name[0] == "z" else labels.options
    return f"{called.of(option)} in {region}"


def why_not_permitted(problem: PlanProblem, key: Key) -> Iterator[tuple[str, str]]:
    """Yield each reason why something may not be built in a region, and what would mend it."""
    source, (region, option) = problem.source, key
    row = source.regions.set_index("region_id").loc[region]
    kind = source.options.set_index("option_id").loc[option]
    if not bool(row["candidate"]):
        yield f"nothing may be built in {row['name']} (candidate)", "set candidate there."
    called = source.labels.options.of(option)
    if kind["max_per_region"] <= 0:
        yield f"{called} may be built nowhere (max_per_region is 0)", "raise max_per_region."
    lacking = without_zone(source.options, source.tables.get("measures"))
    if bool(lacking[source.options["option_id"].to_numpy() == option].any()):
        yield f"{called} needs a regulation-free zone, and there is none for it", "offer one."
    forbidden = source.table("suitability")
    here = (forbidden["region_id"] == region) & (forbidden["option_id"] == option)
    for ruled in forbidden[here & ~forbidden["allowed"].astype(bool)].to_dict("records"):
        reason = str(ruled.get("reason") or "no reason is given")
        yield f"not suitable there: {reason}", "change suitability.csv if that no longer holds."
