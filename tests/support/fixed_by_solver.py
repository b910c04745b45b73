"""The same answer by the engine: an instance under other numbers, with every building fixed."""

import pyomo.environ as pyo

import optimizer as opt


def by_solver(source, plan, values):
    """Return the engine's plan with the same buildings, measures and seats under other assumptions.

    Parameters
    ----------
    source : folder or shipped name
    plan : Plan
    values : mapping
        Settings, and "table.column" with a factor.

    Notes
    -----
    Budgets, absorption and recruiting don't bind: what is built is built.
    """
    words = {f"scale.{name}" if "." in name else name: value for name, value in values.items()}
    words |= {"absorption_share": "none", "budget": 1e9, "recruit_limit": 1e4}
    words |= {name: plan.settings[name] for name in ("objective", "weights", "job_takers")}
    if "provinces" in opt.load(source).tables:
        words["scale.provinces.own_budget"] = 1e6
    model = opt.build_model(opt.load(source, settings=words))
    rows = zip(*(plan.build[name] for name in ("region_id", "option_id", "count")), strict=True)
    count = {(region, option): number for region, option, number in rows}
    sites = [*model.x, *model.y]
    model.fixed = pyo.Constraint(
        sites,
        rule=lambda m, *key: (m.x if key in m.x else m.y)[key] == count.get(key, 0),
    )
    taken = set(zip(plan.measures["region_id"], plan.measures["measure_id"], strict=True))
    model.taken = pyo.Constraint(
        list(model.z), rule=lambda m, *key: m.z[key] == (1 if key in taken else 0)
    )
    seats = plan.seats.set_index(["university_id", "field"])["seats"].to_dict()
    model.trained = pyo.Constraint(
        list(model.t), rule=lambda m, *key: m.t[key] == seats.get(key, 0.0)
    )
    return opt.solve(model, gap=0, threads=1)
