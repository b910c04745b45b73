"""Random measures and interactions, and the limits on them."""

KINDS_DRAWN = ["zone", "zone", "incentive", "research"]
"""Kinds of measures by how often they are drawn; housing has a generator of its own."""
ONLY = {}
"""By kind its only effect, of those that work in part: {"tax_credit": "saving"}."""


def make_levers(m, options):
    """Tables `measures` and `interactions`; some options come to need a zone."""
    sectors = sorted({row["sector"] for row in options} - {""})
    measures = make_measures(m, options, sectors) if m.chance(0.85) else []
    if any(row["kind"] == "zone" for row in measures) or m.chance(0.1):
        for row in options:
            row["needs_zone"] = "true" if m.chance(0.3) else "false"
    return {"measures": measures, "interactions": make_interactions(m, options, sectors)}


def make_measures(m, options, sectors):
    """Rows of `measures`: one to three, some of them tiers of one group."""
    clusters = [row["capital_cost"] for row in options if row["kind"] == "cluster"]
    mean = sum(clusters) / len(clusters)
    group = m.choice(["", "", "tier"])
    saving = m.chance(0.6)
    rows = [
        {
            "measure_id": f"M{n}",
            "kind": m.choice(KINDS_DRAWN),
            "sector": m.choice(["", *sectors]),
            "tier_group": group,
            "cost": m.choice([0, *(round(mean * m.uniform(0.02, 0.2), 1) for _ in range(3))]),
            "uplift": m.choice([0, m.figure(0.05, 0.4), m.figure(0.2, 0.9)]),
            "saving": m.choice([0, m.figure(0.1, 0.33)]) if saving else 0,
            "max_total": m.choice(["", "", "", 1, 1, 2, 0]),
            "max_per_province": m.choice(["", "", "", 1, 1]),
        }
        for n in range(m.integer(1, 3))
    ]
    for row in rows:
        only = ONLY.get(row["kind"])
        row.update({effect: 0 for effect in ("uplift", "saving") if only not in (None, effect)})
    return rows


def make_interactions(m, options, sectors):
    """Rows of `interactions` between sectors, the same sector too, and from hubs."""
    words = sectors + sorted({row["hub_type"] for row in options} - {""})
    return [
        {
            "sector": sector,
            "near_sector": word,
            "limit_minutes": m.choice([0, 20, 45, 90, 150]),
            "uplift": m.choice([m.figure(0.02, 0.3), m.figure(0.1, 0.7), m.figure(0.3, 0.9)]),
        }
        for sector in sectors
        for word in words
        if m.chance(0.6)
    ]


def leave_room(m, regions, settings):
    """Leave room for more jobs: money for several clusters, people who could come."""
    sections = settings["settings"]
    if "budget" in sections and m.chance(0.7):
        sections["budget"] = round(sections["budget"] * m.uniform(1.5, 3))
    if m.chance(0.7):
        sections["absorption_share"] = "none"
    for row in regions if m.chance(0.7) else []:
        row["leavers"] *= 4
        row["youth_zero_migration"] *= 4
        row["land_ha"] = round(row["land_ha"] * 3, 1)


def limit_levers(m, settings):
    """Add a cap on uplifts and a number of zones to [limits]."""
    limits = settings.setdefault("limits", {})
    if m.chance(0.6):
        limits["max_uplift"] = m.choice([0, m.figure(0.05, 0.6), m.figure(0.5, 1.5)])
    if m.chance(0.4):
        limits["zones"] = m.choice([0, 1, 1, 2])
    if not limits:
        del settings["limits"]
