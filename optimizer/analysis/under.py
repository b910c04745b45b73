"""An instance in which one assumption or price has another value."""

from __future__ import annotations

from dataclasses import replace

from optimizer.instance import Instance
from optimizer.uncertainty import changed, possible

RECRUITING = "recruit_limit"
"""A draw leaves it as it is, since graduates were found for the plan; here they are found anew."""


def under(instance: Instance, name: str, value: float) -> Instance:
    """Return an instance under another value of a setting, or with a column times a factor.

    Parameters
    ----------
    instance : Instance
        Of which travel from a network is `widened`.
    name : str
        A setting, "table.column", or "table.column[word]" for the rows of one sector or type of
        hub.
    value : float
        Of a setting in its unit; of a column the factor.
    """
    if name == RECRUITING:
        settings = instance.settings.model_copy(update={name: value})
        return replace(instance, settings=settings)
    return changed(instance, possible({name: value}, instance))
