"""Random small instances that mix both kinds of takers with every limit, purse, phase and lever."""

import random

from support.instances import cluster, hub, make_instance, region

PROVINCES = ("P", "Q")
CAPITAL = "Capital"
"""Province where nothing may be built."""
SECTORS = ("ai", "bio")
OBJECTIVES = ("retained", "net_benefit", "worst_province", "equally_distributed")


class Market:
    """One random instance; each part is drawn in turn from the seed."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.objective = OBJECTIVES[seed % len(OBJECTIVES)]
        self.takers = "best" if seed % 5 == 3 else "catchment"
        self.levers = self.chance(0.4)
        self.phases = self.chance(0.25)
        self.regions = self._regions()
        self.names = [row["region_id"] for row in self.regions]

    def chance(self, share):
        """Return True in this share of the draws."""
        return self.draw.random() < share

    def number(self, low, high, digits=2):
        """Return a number of few digits."""
        return round(self.draw.uniform(low, high), digits)

    def write(self, folder):
        """Write the instance and return its folder."""
        tables = self._travel() | self._strength() | self._graduates() | self._purses()
        if self.levers:
            tables |= self._levers()
        return make_instance(
            folder,
            self.regions,
            self._options(),
            self._settings(),
            sections={"limits": self._limits(), "locked": self._locked()},
            phases=[(2020, 30), (2023, self.draw.choice([20, 50]))] if self.phases else (),
            **tables,
        )

    def _regions(self):
        rows = []
        for place in range(self.draw.randint(3, 6)):
            young = self.draw.randint(60, 900)
            rows.append(
                region(
                    f"R{place}",
                    0 if self.chance(0.15) else self.draw.randint(5, young // 2),
                    youth_zero_migration=young,
                    youth=self.draw.randint(50, 800),
                    province=PROVINCES[place % 2],
                    candidate="false" if self.chance(0.15) else "true",
                    land_ha=self.draw.choice([5, 12, 1000]),
                    land_price=self.number(0, 0.5),
                    construction_cost_index=self.number(0.8, 1.3),
                    culture_level=self.draw.choice([0, 0.25, self.number(0, 1), 1]),
                    local_jobs=self.draw.choice([0, 2, 40]),
                    weight=self.draw.choice([1, 1, self.number(0, 2)]),
                    decline_area=self.draw.choice(["true", "false"]),
                )
            )
        capital = region("S", 0, youth_zero_migration=2000, youth=2000, province=CAPITAL)
        return [*rows, capital | {"candidate": "false", "local_jobs": 0}]

    def _options(self):
        def lead():
            return self.draw.choice([0, 0, 3])

        def jobs(high):
            return self.draw.choice([self.draw.randint(20, high), 5 * high])

        options = [
            cluster("ai_pilot", self.draw.randint(6, 15), jobs(90), sector="ai", land_ha=4),
            cluster("ai_hub", self.draw.randint(15, 40), jobs(300), sector="ai", land_ha=10),
            cluster("bio", self.draw.randint(8, 25), jobs(200), lead_years=lead()),
            hub("venue", self.draw.randint(2, 9), culture_capacity=200, max_per_region=2),
            hub("studio", self.draw.randint(2, 9), jobs=jobs(40), lead_years=lead()),
        ]
        if self.levers and self.chance(0.4):
            options[2]["needs_zone"] = "true"
        return options

    def _settings(self):
        alone = self.number(0.3, 0.8)
        settings = {
            "budget": self.draw.choice([25, 60, 110]),
            "objective": self.objective,
            "value_per_retained": self.number(0.05, 1),
            "job_takers": self.takers,
            "leaver_share": self.draw.choice(["area", "area", "one"]),
            "targeting": self.number(0.8, 2),
            "arrival_share": self.draw.choice([0, self.number(0, 1)]),
            "access_elasticity": self.draw.choice([0, self.number(0, 1)]),
            "stay_half_minutes": self.draw.choice(["none", 15, 30]),
            "discount_rate": 0,
            "job_only_share": alone,
            "culture_added_share": self.draw.choice([0, round(1 - alone, 2)]),
            "culture_only_share": self.draw.choice([0, 0.05, 0.2]),
            "job_motive_share": self.draw.choice([1.0, self.number(0.1, 1)]),
            "absorption_share": self.draw.choice(["none", 0.3]),
            "graduate_half_minutes": self.draw.choice(["none", 20, 60]),
        }
        if self.objective == "net_benefit" and self.chance(0.3) and not self.phases:
            del settings["budget"]
        self.budgeted = "budget" in settings
        return settings

    def _limits(self):
        wanted = {
            "max_clusters_per_region": (0.2, lambda: 1),
            "max_clusters_per_province": (0.2, lambda: {"P": 2}),
            "max_options": (0.2, lambda: {"studio": 2, "ai_hub": 1}),
            "min_retained_share": (0.1, lambda: {"Q": 0.02}),
            "max_retained_share": (0.3, lambda: {"P": self.number(0.02, 0.3)}),
            "max_spending": (0.2, lambda: {"P": 40}),
            "min_cost_share_decline_areas": (0.15, lambda: 0.3),
            "max_cost_share_hubs": (0.25, lambda: self.number(0.1, 0.6)),
            "min_cost_share_hubs": (0.25, lambda: self.number(0.05, 0.4)),
        }
        if self.budgeted:
            wanted["min_fair_share"] = (0.4, lambda: self.number(0.1, 0.7))
            wanted["max_fair_share"] = (0.25, lambda: self.number(1, 2))
        return {name: value() for name, (share, value) in wanted.items() if self.chance(share)}

    def _locked(self):
        may = [row["region_id"] for row in self.regions if row["candidate"] != "false"]
        if not may:
            return {}
        locks = {"in": f"{self.draw.choice(may)}:studio", "out": f"{self.draw.choice(may)}:bio"}
        return {kind: [lock] for kind, lock in locks.items() if self.chance(0.15)}

    def _travel(self):
        rows = [
            (start, end, self.draw.randint(4, 80))
            for start in self.names
            for end in self.names
            if self.chance(0.6 if start != end else 0.2)
        ]
        return {"travel": rows} if rows else {}

    def _strength(self):
        rows = [
            (name, sector, self.number(0.5, 1.5))
            for name in self.names
            for sector in SECTORS
            if self.chance(0.5)
        ]
        return {"strength": rows} if rows else {}

    def _graduates(self):
        if not self.chance(0.5):
            return {}
        needs = [("ai_hub", "computing", 40), ("bio", "computing", 15), ("studio", "design", 3)]
        universities = [
            (
                f"U{number}",
                field,
                self.draw.choice(self.names),
                self.draw.randint(10, 80),
                self.number(0.3, 1),
                self.draw.choice([0, 30]),
                self.number(0, 0.2),
            )
            for number, field in enumerate(("computing", "computing", "design"))
        ]
        return {"needs": needs, "universities": universities}

    def _purses(self):
        if not self.chance(0.3):
            return {}
        return {"provinces": [("P", self.number(0, 0.6), self.draw.choice(["", 12, 40]))]}

    def _levers(self):
        measures = [
            ("free", "zone", "", self.number(0.5, 4), 0.1, 0),
            ("grant", "incentive", "ai", self.number(0.5, 3), 0.2, 0, "money"),
            ("loan", "incentive", "ai", self.number(0.5, 3), 0, 0.2, "money"),
            ("research", "research", "bio", self.number(0.5, 3), 0.3, 0.1, "", 2),
        ]
        interactions = [
            ("ai", "bio", 40, self.number(0.05, 0.4)),
            ("bio", "studio", 30, self.number(0.05, 0.4)),
        ]
        return {"measures": measures, "interactions": interactions}
