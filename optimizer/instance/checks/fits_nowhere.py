"""Options that fit in no region, by the land or the graduates that they need."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from optimizer.instance.instance import Instance


def fit_nowhere(instance: Instance) -> Iterator[str]:
    """Yield a note for each option that no candidate has the land or the graduates for.

    Parameters
    ----------
    instance : Instance
        With its travel table.

    Notes
    -----
    Of graduates all within the recruiting limit count, with all seats that can be bought: no plan
    has more.
    """
    regions, options = instance.regions, instance.options
    there = regions[regions["candidate"].astype(bool)]
    if there.empty:
        return
    most = float(there["land_ha"].max())
    called = instance.labels.options
    for row in options[options["land_ha"] > most].to_dict("records"):
        yield (
            f"{called.of(str(row['option_id']))} fits nowhere: it takes {row['land_ha']:,.4g} ha, "
            f"and no candidate has more than {most:,.4g} ha; are both in hectares?"
        )
    for option, field, needed, within in _without_graduates(instance, set(there["region_id"])):
        yield (
            f"{called.of(option)} fits nowhere: it needs {needed:,.4g} graduates of {field} a "
            f"year, and no candidate has more than {within:,.4g} within "
            f"{instance.settings.recruit_limit:g} minutes; are both in persons a year?"
        )


def _without_graduates(
    instance: Instance, candidates: set[str]
) -> Iterator[tuple[str, str, float, float]]:
    """Yield option, field, need and the most within reach of any candidate."""
    if "needs" not in instance.tables or "universities" not in instance.tables:
        return
    needs = instance.table("needs")
    most = within_reach(instance, candidates).max()
    for row in needs[needs["graduates"] > 0].to_dict("records"):
        option, field, needed = str(row["option_id"]), str(row["field"]), float(row["graduates"])
        within = float(most.get(field, 0.0))
        if needed > within:
            yield option, field, needed, within


def within_reach(instance: Instance, candidates: set[str]) -> pd.DataFrame:
    """Return the most graduates a year within the recruiting limit, by candidate and field."""
    universities, travel = instance.table("universities"), instance.table("travel")
    supply = universities.assign(all=universities["graduates"] + universities["max_seats"])
    near = travel[
        travel["from_region"].isin(set(supply["region_id"]))
        & travel["to_region"].isin(candidates)
        & (travel["from_region"] != travel["to_region"])
        & ~(travel["minutes"] > instance.settings.recruit_limit)
    ][["from_region", "to_region"]]
    own = pd.DataFrame({"from_region": sorted(candidates), "to_region": sorted(candidates)})
    ways = pd.concat([near, own], ignore_index=True)
    joined = ways.merge(
        supply[["region_id", "field", "all"]], left_on="from_region", right_on="region_id"
    )
    return joined.pivot_table(
        index="to_region", columns="field", values="all", aggfunc="sum", fill_value=0.0
    )
