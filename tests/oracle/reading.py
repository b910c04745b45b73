"""What both oracles read: the constants of model.md, in plain dicts."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

from .catchment import Catchment
from .levers import Levers
from .money import Money


@dataclass
class Reading:
    """All constants of model.md, in dicts by (region,), (region, option) and so on."""

    settings: dict
    limits: dict
    curve: list  # points (level, share) of g
    regions: list
    options: list
    province: dict
    leavers: dict  # L_i
    weight: dict
    local_jobs: dict
    level0: dict  # c0_i
    candidate: dict  # by region
    youth: dict  # by region; 0 where blank
    land: dict  # developable, by region
    stock: dict  # by (stock name, region)
    area_youth: dict  # by region; None where the youth of the area is not known
    kind: dict
    sector: dict
    land_of: dict  # by option
    jobs_of: dict  # direct jobs, by option
    stock_of: dict  # by option; None
    stay: dict  # by (i, j) within the commuting limit: where q may be
    recruit: dict  # by (university's region, site): share of a course that would work there
    cost: dict  # by (j, option)
    youth_jobs: dict  # by (j, option): N under "catchment", J under "best"
    most: dict  # largest count, by (j, option)
    least: dict  # smallest count, by (j, option)
    level_added: dict  # by (i, j, hub): level that one hub in j adds in i
    need: dict  # by (j, option, field): graduates a year for one
    courses: list = field(default_factory=list)
    base_year: int = 0
    base_of: dict = field(default_factory=dict)  # option of the table, by option and phase
    year_of: dict = field(default_factory=dict)  # phase, by option
    most_of: dict = field(default_factory=dict)  # largest count over all phases, by (j, base)
    least_of: dict = field(default_factory=dict)  # smallest count over all phases, by (j, base)
    money: Money = field(default_factory=Money)
    levers: Levers | None = None
    catchment: Catchment | None = None  # None: job_takers "best"

    def provinces(self):
        """Names of the provinces, each once."""
        return sorted(set(self.province.values()))

    def of_province(self, name):
        """Regions of a province."""
        return [i for i in self.regions if self.province[i] == name]

    def permitted(self, name):
        """Sites (j, option) of a province that siting permits; land and stock are not asked."""
        for j in self.of_province(name):
            for o in self.options:
                if self.most[j, o] > 0:
                    yield j, o

    def without_measures(self):
        """Return the same, if there were no measures: what needs a zone can't be built."""
        no = {o for o in self.options if self.levers.needs_zone[o]}
        bases = {self.base_of[o] for o in no}
        return replace(
            self,
            most={(j, o): 0 if o in no else n for (j, o), n in self.most.items()},
            least={(j, o): 0 if o in no else n for (j, o), n in self.least.items()},
            most_of={(j, o): 0 if o in bases else n for (j, o), n in self.most_of.items()},
            least_of={(j, o): 0 if o in bases else n for (j, o), n in self.least_of.items()},
        )

    def groups(self):
        """Regions whose sum r has a floor or ceiling, beside the floors of provinces."""
        for name, share in self.limits.get("max_retained_share", {}).items():
            here = self.of_province(name)
            yield here, None, share * sum(self.leavers[i] for i in here)
        share = self.limits.get("min_retained_share_decline_areas")
        if share is not None:
            here = [i for i in self.regions if i in self.money.decline]
            yield here, share * sum(self.leavers[i] for i in here), None

    def clusters(self):
        """Options that are clusters."""
        return [o for o in self.options if self.kind[o] == "cluster"]

    def hubs(self):
        """Options that are hubs."""
        return [o for o in self.options if self.kind[o] == "hub"]

    def g(self, level):
        """Share of leavers whom culture alone keeps at a level; beyond the last point, flat."""
        for (a, low), (b, high) in pairwise(self.curve):
            if level <= b:
                return low + (high - low) * (level - a) / (b - a)
        return self.curve[-1][1]
