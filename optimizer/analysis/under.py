"""An instance in which one assumption or price has another value."""

from __future__ import annotations

from dataclasses import replace

from optimizer.instance import Instance, ending_at, multiplied, parse_target
from optimizer.network import with_travel
from optimizer.uncertainty import possible

NETWORK = ("nodes", "edges")


def under(instance: Instance, name: str, value: float) -> Instance:
    """Return an instance under another value of a setting, or with a column times a factor.

    Parameters
    ----------
    instance : Instance
    name : str
        A setting, "table.column", or "table.column[word]" for the rows of one sector or type of
        hub.
    value : float
        Of a setting in its unit; of a column the factor.
    """
    if "." not in name:
        return _with_setting(instance, name, value)
    target = parse_target(name)
    tables = dict(instance.tables)
    cells = multiplied(target, tables, value)
    tables[target.table] = tables[target.table].assign(**{target.column: cells})
    regions = tables["regions"]
    young = regions["youth_zero_migration"]
    if (regions["leavers"] > young).any():  # nobody can leave who isn't there
        capped = regions["leavers"].where(~(regions["leavers"] > young), young)
        tables["regions"] = regions.assign(leavers=capped)
    if target.table in NETWORK:
        tables.pop("travel", None)
        return with_travel(replace(instance, tables=tables))
    return replace(instance, tables=tables)


def _with_setting(instance: Instance, name: str, value: float) -> Instance:
    used = instance.settings.culture_only_share
    culture = instance.culture
    if name == "culture_only_share" and culture.curve is not None and used > 0:
        culture = ending_at(culture, culture.curve[-1][1] * value / used)
    changes = possible({name: value}, instance)
    settings = instance.settings.model_copy(update=changes)
    return replace(instance, settings=settings, culture=culture)
