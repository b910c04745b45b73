"""What a family of constraints says, in a planner's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Rule:
    """A family of constraints.

    Attributes
    ----------
    name : str
        Of the component in the Pyomo model.
    number : int
        Of the rule in the model page; 0: levers and objectives, which have none.
    title : str
        How planners call it.
    formula : str
    unit : str
        Of both sides; "money" is the instance's currency, "" a pure number.
    kind : {"planner", "structural"}
        A planner can change it; or it says how people and things behave.
    remedy : str
        What mends it where it can't be met. May hold {needs}, {has}, {slack} and, where a share is
        meant, {setting}.
    """

    name: str
    number: int
    title: str
    formula: str
    unit: str
    kind: Literal["planner", "structural"]
    remedy: str
