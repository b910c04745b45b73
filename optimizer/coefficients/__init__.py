"""Tables into named sparse arrays with units, computed once for every solve of an instance."""

from optimizer.coefficients.compute import Coefficients, compute, find_weight, takers_at_most
from optimizer.coefficients.culture import Curve, capacities, find_curve, service
from optimizer.coefficients.fair_share import Share, fair_shares
from optimizer.coefficients.housing import Housing, helped
from optimizer.coefficients.levers import Levers, Near, find_levers, renumbered
from optimizer.coefficients.phases import copy_name, expand
from optimizer.coefficients.placements import Sites, find_ground, find_sites, leaver_share
from optimizer.coefficients.stayers import People, Room, stayers
from optimizer.coefficients.takers import Takers, find_takers
from optimizer.coefficients.travel_pairs import Pairs, find_pairs

__all__ = [
    "Coefficients",
    "Curve",
    "Housing",
    "Levers",
    "Near",
    "Pairs",
    "People",
    "Room",
    "Share",
    "Sites",
    "Takers",
    "capacities",
    "compute",
    "copy_name",
    "expand",
    "fair_shares",
    "find_curve",
    "find_ground",
    "find_levers",
    "find_pairs",
    "find_sites",
    "find_takers",
    "find_weight",
    "helped",
    "leaver_share",
    "renumbered",
    "service",
    "stayers",
    "takers_at_most",
]
