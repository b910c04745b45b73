"""The decision model in Pyomo, a file for each family of rules.

Readable beside docs/explanation/model.md.
"""

from optimizer.model.build import build, changed_by_hand, coefficients_of
from optimizer.model.decisions import (
    Key,
    built,
    flow_keys,
    offer_keys,
    recruit_keys,
    seats_at_most,
    site_keys,
    site_names,
)
from optimizer.model.jobs import job_terms
from optimizer.model.levers import Layout, Worked, layout
from optimizer.model.own_rules import (
    OwnRule,
    Rules,
    own_rules,
    own_rules_note,
    rule_name,
    rules_if_given,
    rules_note,
    rules_told,
    tell_of_own_rules,
    with_rules,
)
from optimizer.model.rule import Rule
from optimizer.model.rules import RULES
from optimizer.model.siting import locked_keys, sectors
from optimizer.model.spending import decline_areas
from optimizer.model.structure import Compiled, Known, Name, Structure

__all__ = [
    "RULES",
    "Compiled",
    "Key",
    "Known",
    "Layout",
    "Name",
    "OwnRule",
    "Rule",
    "Rules",
    "Structure",
    "Worked",
    "build",
    "built",
    "changed_by_hand",
    "coefficients_of",
    "decline_areas",
    "flow_keys",
    "job_terms",
    "layout",
    "locked_keys",
    "offer_keys",
    "own_rules",
    "own_rules_note",
    "recruit_keys",
    "rule_name",
    "rules_if_given",
    "rules_note",
    "rules_told",
    "seats_at_most",
    "sectors",
    "site_keys",
    "site_names",
    "tell_of_own_rules",
    "with_rules",
]
