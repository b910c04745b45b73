"""What may be built in one province if it stood alone: by rules 1 to 3, without measures."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.instance import split_lock
from optimizer.verify.facts import Facts
from optimizer.verify.purses import match_shares, own_budgets, phase_years

Pair = tuple[str, str]
Resource = tuple[str, ...]
"""What a building uses up: money, land, a place under a limit; its kind first."""


@dataclass(frozen=True)
class Building:
    """One building in one phase: what the centre pays for it, and what it uses up.

    Attributes
    ----------
    pair : tuple of region_id and option_id
    phase : str
    central : Fraction
        The centre's part of its cost, without any saving.
    uses : mapping of Resource to Fraction
        Amounts above 0.
    """

    pair: Pair
    phase: str
    central: Fraction
    uses: Mapping[Resource, Fraction]


class Programme:
    """Bounds on the most that the centre can spend in a province alone; no solver is asked.

    Attributes
    ----------
    cheapest : Fraction or None
        The centre's part of the cheapest building that is permitted there; None without any.
        Permitted is what `candidate`, `suitability`, `max_per_region` and the horizon permit.
    cheapest_alone : Fraction or None
        The same of buildings that rules 1 to 3 and locks would let stand alone.

    Parameters
    ----------
    facts : Facts
    province : str
    forbidden : collection of (region_id, option_id)
        Pairs that `suitability` forbids.
    """

    def __init__(self, facts: Facts, province: str, forbidden: frozenset[Pair]):
        """List what is permitted, and what there is of everything that it uses up."""
        self._facts, self._province = facts, province
        self._match = match_shares(facts).get(province, Fraction(0))
        self._regions = [i for i, row in facts.regions.items() if row["province"] == province]
        self._phases = [str(year) for year in phase_years(facts)]
        self._phases = self._phases or [str(facts.instance.base_year)]
        self._locked = {key: self._pairs(key) for key in ("in", "out")}
        self._there: dict[Resource, Fraction] = {}
        self._offer_money()
        permitted = list(self._permitted(forbidden))
        self._alone = [what for what in permitted if self._stands_alone(what)]
        self.cheapest = min((what.central for what in permitted), default=None)
        self.cheapest_alone = min((what.central for what in self._alone), default=None)

    def _pairs(self, key: str) -> frozenset[Pair]:
        """Return the locks of this province."""
        locked, facts = self._facts.claims.locked, self._facts
        locks = locked.in_ if key == "in" else locked.out
        found = (split_lock(lock, set(facts.regions), set(facts.options)) for lock in locks)
        here = set(self._regions)
        return frozenset(pair for pair in found if pair is not None and pair[0] in here)

    def _offer_money(self) -> None:
        claims, own = self._facts.claims, own_budgets(self._facts)
        if self._province in own:
            self._there["own",] = own[self._province]
        together = Fraction(0)
        for phase in self._phases:
            row = claims.phases.get((phase,))
            together += row.decided("budget") if row is not None else claims.budget or Fraction(0)
            self._there["centre", phase] = together

    def _permitted(self, forbidden: frozenset[Pair]) -> Iterator[Building]:
        for region in self._regions:
            if not self._facts.regions[region]["candidate"]:
                continue
            for option, what in self._facts.options.items():
                if (region, option) in forbidden or what["needs_zone"]:
                    continue
                if what["max_per_region"] < 1:
                    continue
                for phase in self._phases:
                    if self._facts.lead(option, phase) < self._facts.years:
                        yield self._building(region, option, phase)

    def _building(self, region: str, option: str, phase: str) -> Building:
        uses: dict[Resource, Fraction] = {}
        cost = self._facts.full_cost(region, option, phase)
        central = (1 - self._match) * cost
        if ("own",) in self._there:
            uses["own",] = self._match * cost
        for later in self._phases[self._phases.index(phase) :]:
            uses["centre", later] = central
        uses |= self._on_the_ground(region, option)
        return Building((region, option), phase, central, {k: n for k, n in uses.items() if n > 0})

    def _on_the_ground(self, region: str, option: str) -> dict[Resource, Fraction]:
        """Return what a building uses up but money, and note how much of that there is."""
        facts, limits = self._facts, self._facts.claims.limits
        place, what = facts.regions[region], facts.options[option]
        cluster = what["kind"] == "cluster"
        most = Fraction(1) if cluster else Fraction(what["max_per_region"])
        found: dict[Resource, tuple[float | Fraction | None, float]] = {
            ("land", region): (place["land_ha"], what["land_ha"]),
            ("building", region, option): (
                Fraction(0) if (region, option) in self._locked["out"] else most,
                1,
            ),
            ("option", option): (limits.max_options.get(option), 1),
        }
        if what["uses_stock"]:
            name = what["uses_stock"]
            found["stock", region, name] = place.get(f"stock_{name}", 0.0), 1
        if cluster:
            per_province = limits.max_clusters_per_province
            if isinstance(per_province, dict):
                per_province = per_province.get(self._province)
            found["sector", region, what["sector"]] = 1, 1
            found["clusters", region] = limits.max_clusters_per_region, 1
            found["clusters",] = per_province, 1
        share = facts.settings.absorption_share
        if not isinstance(share, str) and what["jobs"] > 0:
            young = facts.young_in_commuting_area(region)
            limit = None if young is None else Fraction(share) * young
            found["jobs", region] = limit, what["jobs"]
        limited = {key: pair for key, pair in found.items() if pair[0] is not None}
        self._there |= {key: Fraction(there or 0) for key, (there, _) in limited.items()}
        return {key: Fraction(need) for key, (_, need) in limited.items()}

    def _stands_alone(self, what: Building) -> bool:
        return all(need <= self._there[key] for key, need in what.uses.items())

    def _fit(self, what: Building, used: Mapping[Resource, Fraction]) -> int:
        """Return how many more of a building fit beside what is used."""
        left = (
            (self._there[key] - used.get(key, Fraction(0))) / need
            for key, need in what.uses.items()
        )
        return max(0, math.floor(min(left)))

    def surely(self, enough: Fraction) -> Fraction | None:
        """Return what the centre can spend there for certain; no more than needed to be `enough`.

        Buildings are put up one after the other as long as they fit, those locked in first:
        those of the plan, then dear ones, ones that take little land or few jobs, cheap ones.
        None where not all that is locked in fits in any of these orders.
        """
        best = None
        for order in self._orders():
            spent = self._spend(order, enough)
            if spent is not None and (best is None or spent > best):
                best = spent
            if best is not None and best >= enough:
                break
        return best

    def _orders(self) -> Iterator[Sequence[tuple[Building, int | None]]]:
        dear = sorted(self._alone, key=lambda what: -what.central)
        built = self._facts.claims.build
        of_plan = []
        for what in dear:
            row = built.get((*what.pair, what.phase))
            if row is not None:
                of_plan.append((what, int(row.decided("count"))))
        yield [*of_plan, *((what, None) for what in dear)]
        for kind in ("land", "jobs"):
            yield [(what, None) for what in sorted(dear, key=lambda w: _by(kind, w))]
        yield [(what, None) for what in reversed(dear)]

    def _spend(
        self, order: Sequence[tuple[Building, int | None]], enough: Fraction
    ) -> Fraction | None:
        used: dict[Resource, Fraction] = defaultdict(Fraction)
        missing, spent = set(self._locked["in"]), Fraction(0)
        for what, _ in order:
            if what.pair in missing and self._put_up(what, 1, used):
                missing.discard(what.pair)
                spent += what.central
        if missing:
            return None
        for what, most in order:
            if spent >= enough:
                break
            spent += what.central * self._put_up(what, most, used)
        return spent

    def _put_up(self, what: Building, most: int | None, used: dict[Resource, Fraction]) -> int:
        """Use up what as many buildings as fit need, `most` at most; return their number."""
        fit = self._fit(what, used)
        count = fit if most is None else min(most, fit)
        for key, need in what.uses.items():
            used[key] += need * count
        return count

    def at_most(self) -> Fraction:
        """Return what the centre can't exceed there: money, and the dearest of all that fits."""
        clusters: dict[Pair, Fraction] = defaultdict(Fraction)
        hubs: dict[Pair, Fraction] = defaultdict(Fraction)
        for what in self._alone:
            region, option = what.pair
            row = self._facts.options[option]
            if row["kind"] == "cluster":
                key = region, str(row["sector"])
                clusters[key] = max(clusters[key], what.central)
            else:
                most = what.central * self._fit(what, {})
                hubs[what.pair] = max(hubs[what.pair], most)
        total = sum(hubs.values(), Fraction(0)) + self._dearest(clusters)
        limits = [total, self._there["centre", self._phases[-1]]]
        if self._match > 0 and ("own",) in self._there:
            limits.append(self._there["own",] * (1 - self._match) / self._match)
        return min(limits)

    def _dearest(self, clusters: Mapping[Pair, Fraction]) -> Fraction:
        """Return the cost of the dearest clusters under the limits on their number."""
        by_region: dict[str, list[Fraction]] = defaultdict(list)
        for (region, _), cost in clusters.items():
            by_region[region].append(cost)
        costs: list[Fraction] = []
        for region, there in by_region.items():
            costs += _largest(there, self._there.get(("clusters", region)))
        return sum(_largest(costs, self._there.get(("clusters",))), Fraction(0))


def _largest(costs: Iterable[Fraction], most: Fraction | None) -> list[Fraction]:
    ordered = sorted(costs, reverse=True)
    return ordered if most is None else ordered[: int(most)]


def _by(kind: str, what: Building) -> tuple[bool, Fraction]:
    """Order buildings by what the centre pays for each unit of a resource, dear ones first."""
    need = sum((amount for key, amount in what.uses.items() if key[0] == kind), Fraction(0))
    return need > 0, -(what.central / need if need > 0 else what.central)
