"""Instances without a plan, with conflicts planted by a seed; and their repairs, made."""

import random
from dataclasses import dataclass, field

import optimizer as opt
from support.instances import PLAIN, cluster, make_instance, region

COST = 10
PLENTY = 10_000


@dataclass
class Planted:
    """An instance without a plan, as its parts; and the rules of each conflict.

    `conflicts` has for each the (title, place) of the rules that can't all hold; place is a code
    that the reason's place must name, "" for nationwide rules.
    """

    rng: random.Random
    regions: dict = field(default_factory=dict)
    options: list = field(default_factory=list)
    budget: float = PLENTY
    limits: dict = field(default_factory=dict)
    locked: list = field(default_factory=list)
    out: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)

    def town(self, **cells):
        """Add a region in a province of its own, and return its id."""
        name = f"r{len(self.regions)}"
        self.regions[name] = region(name, 50, province=f"p{len(self.regions)}", **cells)
        return name

    def folder(self, path):
        """Write the instance, and return its folder."""
        locked = {"in": self.locked, "out": self.out}
        return make_instance(
            path,
            list(self.regions.values()),
            self.options,
            PLAIN | {"budget": self.budget},
            sections={"limits": self.limits, "locked": locked},
        )


def land(planted):
    """Plant a lock that needs more land than there is."""
    town = planted.town(land_ha=planted.rng.randint(1, 6))
    planted.locked.append(f"{town}:ai")
    planted.conflicts.append([("Locked in", town), ("Developable land", town)])


def slots(planted):
    """Plant two locks in a region that may have one cluster."""
    town = planted.town()
    planted.locked += [f"{town}:ai", f"{town}:chip"]
    planted.limits["max_clusters_per_region"] = 1
    planted.conflicts.append([("Locked in", town), ("Clusters per region", town)])


def nationwide(planted):
    """Plant two locks on an option of which there may be one."""
    towns = [planted.town(), planted.town()]
    planted.locked += [f"{town}:bio" for town in towns]
    planted.limits.setdefault("max_options", {})["bio"] = 1
    rules = [("Locked in", town) for town in towns]
    planted.conflicts.append([*rules, ("Buildings of an option nationwide", "bio")])


def spending(planted):
    """Plant a lock that costs more than may be spent in its province."""
    town = planted.town()
    planted.locked.append(f"{town}:ai")
    province = planted.regions[town]["province"]
    planted.limits.setdefault("max_spending", {})[province] = planted.rng.randint(1, COST - 1)
    planted.conflicts.append([("Locked in", town), ("Spending in a province, at most", province)])


def floor(planted):
    """Plant a floor of who must be kept where nothing may be built."""
    town = planted.town()
    planted.out += [f"{town}:{row['option_id']}" for row in planted.options]
    province = planted.regions[town]["province"]
    planted.limits.setdefault("min_retained_share", {})[province] = 0.1
    planted.conflicts.append([("Locked out", town), ("Share retained in a province", province)])


def money(planted):
    """Plant two locks and a floor of which the budget pays for two."""
    towns = [planted.town() for _ in range(3)]
    planted.locked += [f"{town}:ai" for town in towns[:2]]
    province = planted.regions[towns[2]]["province"]
    planted.limits.setdefault("min_retained_share", {})[province] = 0.1
    planted.budget = COST * len(planted.locked) + planted.rng.randint(1, COST - 1)
    # A lock of another conflict, released, would pay for the third too.
    rules = [("Locked in", lock.split(":")[0]) for lock in planted.locked]
    rules += [("Share retained in a province", province), ("Budget", "")]
    planted.conflicts.append(rules)


KINDS = (land, slots, nationwide, spending, floor)


def planted(seed):
    """Return an instance with one to three conflicts, and the budget's own now and then."""
    rng = random.Random(seed)
    found = Planted(rng)
    found.options = [
        cluster("ai", COST, 20, land_ha=7),
        cluster("chip", COST, 20),
        cluster("bio", COST, 20),
    ]
    for kind in rng.sample(KINDS, rng.randint(0 if seed % 2 else 1, 2)):
        kind(found)
    if seed % 2:
        money(found)  # last: its budget pays for the locks of all others
    return found


def rule_of(reason):
    """Return a reason's rule without what stands in brackets."""
    return reason.rule.split(" (")[0]


def names(reason, rule):
    """Return whether a reason is about a planted rule."""
    title, place = rule
    return rule_of(reason) == title and place in [*reason.place.replace(",", " ").split(), ""]


def mend(planted, reason, share=1.0):
    """Make a reason's change in an instance: all of it, or a share of the way."""
    title, places = rule_of(reason), reason.place.replace(",", " ").split()
    needs = reason.has + share * (reason.needs - reason.has)
    province = next((place for place in places if place.startswith("p")), "")
    town = next((place for place in places if place in planted.regions), "")
    lock = f"{town}:{places[-1]}" if town else ""
    match title:
        case "Budget":
            planted.budget = needs
        case "Developable land":
            planted.regions[town]["land_ha"] = needs
        case "Clusters per region":
            planted.limits["max_clusters_per_region"] = int(needs)
        case "Buildings of an option nationwide":
            planted.limits["max_options"][places[-1]] = int(needs)
        case "Spending in a province, at most":
            planted.limits["max_spending"][province] = needs
        case "Share retained in a province":
            kept = reason.needs - share * (reason.needs - reason.has)
            planted.limits["min_retained_share"][province] *= kept / reason.needs
        case "Locked in" if share == 1:
            planted.locked.remove(lock)
        case "Locked out" if share == 1:
            planted.out.remove(lock)
        case "Locked in" | "Locked out":
            pass
        case _:
            raise AssertionError(f"no repair for {title}")


def possible(planted, path):
    """Return whether an instance has a plan."""
    try:
        opt.solve(opt.load(planted.folder(path)), gap=0.01)
    except opt.NoPlanError as error:
        assert error.status == "infeasible"
        return False
    return True
