"""Rows that cut off fractional plans without cutting off a whole one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import sparse

from optimizer.model import Name, Structure, flow_keys, job_terms, site_names
from optimizer.solver.standard_form import Matrix, Rows


def linking_rows(matrix: Matrix, structure: Structure) -> Rows | None:
    """Return q_ij ≤ Σ_k min(pool_i, J_k·(α₀ + α₁))·x_jk where a site could take more than pool_i.

    With levers J_k is that of the most uplift the cluster can have.

    Rule 5 caps what all origins together send to a site; where a site has room for several
    origins, a fraction of it could otherwise serve a single one in full. This is the strong
    linking of facility location (Balinski 1965); without it p-median and covering problems have
    no useful bound.
    """
    coefficients = structure.coefficients
    alone, with_culture = job_terms(coefficients)
    jobs = (alone + with_culture) * (1 + coefficients.levers.most_uplift)
    most = np.where(coefficients.sites.hub, coefficients.sites.most, 1)
    room = np.bincount(
        coefficients.sites.region,
        weights=jobs * most,
        minlength=len(coefficients.regions),
    )
    flows = np.flatnonzero(
        coefficients.pool[coefficients.flow_origin] < room[coefficients.flow_site] * (1 - 1e-9)
    )
    if len(flows) == 0:
        return None
    column = matrix.position()
    sites = site_names(coefficients)
    decisions: dict[int, list[tuple[Name, float]]] = defaultdict(list)
    for place in np.flatnonzero(jobs > 0):
        decisions[int(coefficients.sites.region[place])].append((sites[place], float(jobs[place])))
    names = flow_keys(coefficients)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    right = np.zeros(len(flows))
    for row, flow in enumerate(flows):
        pool = float(coefficients.pool[coefficients.flow_origin[flow]])
        terms: list[tuple[Name, float]] = [(("q", names[flow]), 1.0)]
        for decision, term in decisions[int(coefficients.flow_site[flow])]:
            terms.append((decision, -min(pool, term)))
        for variable, factor in terms:
            there = column.get(variable)
            if there is None:
                # The planner has fixed it: it is a constant, no column.
                right[row] -= factor * structure.settled(variable)
                continue
            rows.append(row)
            columns.append(there)
            values.append(factor)
    shape = (len(flows), len(matrix.columns))
    linking = sparse.csr_array((values, (rows, columns)), shape=shape)
    return linking, np.full(len(flows), -np.inf), right
