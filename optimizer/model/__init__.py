"""The decision model in Pyomo, a file for each family of rules.

Readable beside docs/explanation/model.md.
"""

from optimizer.model.build import build, coefficients_of, own_rules_note
from optimizer.model.decisions import (
    Key,
    built,
    flow_keys,
    recruit_keys,
    seats_at_most,
    site_keys,
    site_names,
)
from optimizer.model.jobs import job_terms
from optimizer.model.levers import Layout, Worked, layout, offer_keys
from optimizer.model.rule import Rule
from optimizer.model.rules import RULES
from optimizer.model.siting import sectors
from optimizer.model.spending import decline_areas
from optimizer.model.structure import Known, Name, Structure

__all__ = [
    "RULES",
    "Key",
    "Known",
    "Layout",
    "Name",
    "Rule",
    "Structure",
    "Worked",
    "build",
    "built",
    "coefficients_of",
    "decline_areas",
    "flow_keys",
    "job_terms",
    "layout",
    "offer_keys",
    "own_rules_note",
    "recruit_keys",
    "seats_at_most",
    "sectors",
    "site_keys",
    "site_names",
]
