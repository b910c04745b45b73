"""Towns half an hour apart whose clusters measures and neighbours lift."""

from support.instances import PLAIN, both_ways, cluster, make_instance, region

AI, BIO = cluster("ai", 100, 100), cluster("bio", 100, 100)
SCALES = [cluster("pilot", 40, 50, sector="ai"), cluster("park", 100, 100, sector="ai")]
HARMONY = PLAIN | {"job_only_share": 0.5, "culture_added_share": 0.5, "culture_only_share": 0}


def country(folder, options, settings=None, limits=None, regions="AB", minutes=30, **tables):
    """Write towns half an hour apart, each with 1000 leavers who commute nowhere else."""
    ways = both_ways(*((a, b, minutes) for a in regions for b in regions if a < b))
    return make_instance(
        folder,
        [region(name, 1000, province=f"P{name}") for name in regions],
        options,
        PLAIN | {"commute_limit": 5} | (settings or {}),
        sections={"limits": limits} if limits else None,
        travel=ways or [(regions, regions, 0)],
        **tables,
    )


def taken(plan):
    """Return the measures that a plan takes, as "region:measure"."""
    return {
        f"{r}:{m}" for r, m in zip(plan.measures.region_id, plan.measures.measure_id, strict=True)
    }
