"""Graduates: who needs them, who trains them, and which site a university can send them to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients.placements import Sites
from optimizer.coefficients.travel_pairs import Pairs
from optimizer.instance import Instance


@dataclass(frozen=True)
class Workforce:
    """Supply and demand of graduates by field.

    Attributes
    ----------
    fields : tuple of str
        Fields of study that any option needs.
    need : float array, shape (sites, fields)
        Graduates a year that one building needs: graduates × strength.
    universities, supply_field : tuple of str, shape (supplies,)
        Key of each row of supply.
    hireable, max_seats, seat_cost : float arrays, shape (supplies,)
        graduates × hireable_share a year; training seats that can be bought; bn KRW a seat.
    supply, site : int arrays, shape (recruits,)
        Row of supply and region of the site, for every pair that can be used.
    willing : float array, shape (recruits,)
        Of the supply's graduates, the share who would work at that site, above 0; 1 where
        graduate_half_minutes is "none".
    """

    fields: tuple[str, ...]
    need: Floats
    universities: tuple[str, ...]
    supply_field: tuple[str, ...]
    hireable: Floats
    max_seats: Floats
    seat_cost: Floats
    supply: Ints
    site: Ints
    willing: Floats

    def reach(self, regions: int) -> Floats:
        """Return by site and field the graduates who could come at most, (regions, fields)."""
        number = {name: place for place, name in enumerate(self.fields)}
        field = np.array([number[name] for name in self.supply_field], dtype=np.int64)
        most = np.zeros((regions, len(self.fields)))
        trained = (self.hireable + self.max_seats)[self.supply] * self.willing
        np.add.at(most, (self.site, field[self.supply]), trained)
        return most


def find_workforce(instance: Instance, pairs: Pairs, sites: Sites) -> Workforce:
    """Return supply, demand and the pairs within recruit_limit that some site can use."""
    needs = instance.table("needs")
    needs = needs[needs["graduates"].astype(float) > 0]
    fields = tuple(dict.fromkeys(needs["field"]))
    need = _need(instance, sites, fields)
    universities = instance.table("universities")
    universities = universities[universities["field"].isin(fields)]
    position = {region: place for place, region in enumerate(instance.regions["region_id"])}
    campus = universities["region_id"].map(position).to_numpy(dtype=np.int64)
    half = instance.settings.graduate_half_minutes
    supply, site, willing = _recruits(
        universities["field"], campus, fields, need, sites, pairs, _willing(pairs, half)
    )

    def column(name: str) -> Floats:
        return universities[name].to_numpy(dtype=float)

    return Workforce(
        fields,
        need,
        tuple(universities["university_id"]),
        tuple(universities["field"]),
        column("graduates") * column("hireable_share"),
        column("max_seats"),
        column("seat_cost"),
        supply,
        site,
        willing,
    )


def _willing(pairs: Pairs, half: float | str) -> Floats:
    """Return the share who would work that far away: 0.5^(τ / half), 0 without minutes."""
    if isinstance(half, str):
        return np.ones(len(pairs.minutes))
    known = ~np.isnan(pairs.minutes)
    return np.where(known, 0.5 ** (np.nan_to_num(pairs.minutes) / half), 0.0)


def _need(instance: Instance, sites: Sites, fields: tuple[str, ...]) -> Floats:
    options = {option: place for place, option in enumerate(instance.options["option_id"])}
    by_option = np.zeros((len(options), len(fields)))
    needs = instance.table("needs")
    for option, field, graduates in zip(
        needs["option_id"], needs["field"], needs["graduates"], strict=True
    ):
        if field in fields:
            by_option[options[option], fields.index(field)] = graduates
    return by_option[sites.option] * sites.strength[:, None]


def _recruits(
    supply_field: Iterable[str],
    campus: Ints,
    fields: tuple[str, ...],
    need: Floats,
    sites: Sites,
    pairs: Pairs,
    willing: Floats,
) -> tuple[Ints, Ints, Floats]:
    """Return supply row, site's region and share willing of pairs between which graduates go."""
    regions = 1 + max(int(sites.region.max(initial=-1)), int(pairs.site.max(initial=-1)))
    wanted = np.zeros((regions, len(fields)), dtype=bool)
    for place in range(len(fields)):
        wanted[sites.region[need[:, place] > 0], place] = True
    reach: dict[int, list[tuple[int, float]]] = {}
    wanting: Flags = np.asarray(wanted.any(axis=1), dtype=bool)
    usable = pairs.recruits & wanting[pairs.site] & (willing > 0)
    ways = (pairs.origin[usable], pairs.site[usable], willing[usable])
    for origin, site, share in zip(*ways, strict=True):
        reach.setdefault(int(origin), []).append((int(site), float(share)))
    rows: list[int] = []
    ends: list[int] = []
    shares: list[float] = []
    for row, (field, region) in enumerate(zip(supply_field, campus, strict=True)):
        place = fields.index(field)
        near = [way for way in reach.get(int(region), []) if wanted[way[0], place]]
        rows.extend([row] * len(near))
        ends.extend(site for site, _ in near)
        shares.extend(share for _, share in near)
    return (
        np.array(rows, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(shares, dtype=float),
    )
