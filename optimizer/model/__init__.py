"""The decision model in Pyomo, a file for each family of rules, readable beside docs/model.md."""

from optimizer.model.build import build, coefficients_of, own_rules_note
from optimizer.model.decisions import Key, built, flow_keys, offer_keys, recruit_keys, site_keys
from optimizer.model.jobs import job_terms
from optimizer.model.levers import Layout, Worked, layout
from optimizer.model.siting import sectors
from optimizer.model.spending import decline_areas

__all__ = [
    "Key",
    "Layout",
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
    "sectors",
    "site_keys",
]
