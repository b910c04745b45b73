"""The model with a handful of its residents: what may be built, and how residents are written.

Where residents can be brought into a model in another form, only these few are built as the model
has them: enough to see that it says of them what that form stands for, and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Ints
from optimizer.coefficients import Coefficients
from optimizer.model import Known, Structure, flow_keys, job_terms, site_names
from optimizer.solver.relaxation.location import worth_of_one
from optimizer.solver.standard_form import Matrix

RESIDENTS = 3
"""As many are built as the model has them."""
SITING = Known(
    blocks=frozenset({"c", "q", "x", "y"}),
    families=frozenset(
        {
            "absorption",
            "budget",
            "clusters_in_province",
            "clusters_in_region",
            "culture",
            "decline_ceiling",
            "decline_spending",
            "hub_ceiling",
            "hub_spending",
            "jobs",
            "land",
            "least_spending",
            "locked_in",
            "locked_in_not_permitted",
            "locked_out",
            "most_spending",
            "one_scale",
            "options_nationwide",
            "own_budget",
            "pool",
            "stock",
        }
    ),
)
"""What a model may hold whose residents are left out: sites, money, and today's culture."""


def with_few_residents(coefficients: Coefficients) -> Coefficients:
    """Return the coefficients of all sites, but of a few residents only.

    Parameters
    ----------
    coefficients : Coefficients
        Under job_takers "best", without phases, measures, interactions and graduates.
    """
    flows = np.isin(coefficients.flow_origin, np.unique(coefficients.flow_origin)[:RESIDENTS])
    origin, site = coefficients.flow_origin[flows], coefficients.flow_site[flows]
    kept = np.union1d(coefficients.sites.region, origin)
    place = np.full(len(coefficients.regions), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    table = coefficients.given.regions.iloc[kept].reset_index(drop=True)
    instance = replace(coefficients.given, tables={**coefficients.given.tables, "regions": table})
    return replace(
        coefficients,
        given=instance,
        instance=instance,
        regions=tuple(coefficients.regions[region] for region in kept),
        sites=replace(coefficients.sites, region=place[coefficients.sites.region]),
        leavers=coefficients.leavers[kept],
        pool=coefficients.pool[kept],
        weight=coefficients.weight[kept],
        flow_origin=place[origin],
        flow_site=place[site],
        flow_stay=coefficients.flow_stay[flows],
        service=sparse.csr_array(coefficients.service[kept][:, kept]),
        base_level=coefficients.base_level[kept],
        local_jobs=coefficients.local_jobs[kept],
        absorption=coefficients.absorption[kept],
    )


def without_residents(structure: Structure, matrix: Matrix) -> Matrix | None:
    """Return what may be built; None where the model says more of its residents than expected.

    Expected is: flows q from 0 to the pool, worth stay each, within Σ_i q_ij ≤ Σ_k J_jk·x_jk and
    Σ_j q_ij ≤ pool_i.

    Parameters
    ----------
    structure : Structure
        Of a model of `with_few_residents`.
    matrix : Matrix
    """
    if not structure.has_only(SITING):
        return None
    flows, rows = _residents_rows(structure.coefficients, matrix)
    if flows is None or not _as_expected(structure.coefficients, matrix, flows, rows):
        return None
    columns = np.setdiff1d(np.arange(len(matrix.cost)), flows)
    left = np.setdiff1d(np.arange(len(matrix.rows)), rows)
    return replace(
        matrix,
        a=sparse.csr_array(matrix.a[left][:, columns]),
        cost=matrix.cost[columns],
        row_low=matrix.row_low[left],
        row_high=matrix.row_high[left],
        low=matrix.low[columns],
        high=matrix.high[columns],
        whole=matrix.whole[columns],
        rows=tuple(matrix.rows[row] for row in left),
        columns=tuple(matrix.columns[column] for column in columns),
    )


def _residents_rows(coefficients: Coefficients, matrix: Matrix) -> tuple[Ints | None, Ints]:
    """Return the columns of the flows, in their order, and the rows of rules 5 and 6."""
    column, rows = matrix.position(), matrix.rows_of("jobs", "pool")
    names = [("q", key) for key in flow_keys(coefficients)]
    if any(name not in column for name in names) or len(names) != len(matrix.block("q")):
        return None, rows
    return np.array([column[name] for name in names], dtype=np.int64), rows


def _as_expected(coefficients: Coefficients, matrix: Matrix, flows: Ints, rows: Ints) -> bool:
    """Return whether the model says of its few residents what rules 5, 6 and 8 say, and no more."""
    origin, pool = coefficients.flow_origin, coefficients.pool
    worth = worth_of_one(coefficients)[origin] * coefficients.flow_stay
    expected, right = _rules_5_and_6(coefficients, matrix, flows, rows)
    elsewhere = np.setdiff1d(np.arange(matrix.a.shape[0]), rows)
    return (
        np.array_equal(matrix.low[flows], np.zeros(len(flows)))
        and np.allclose(matrix.high[flows], pool[origin], rtol=1e-12)
        and np.allclose(matrix.cost[flows], worth, rtol=1e-12)
        and abs(matrix.a[rows] - expected).max() <= 1e-9 * max(1.0, abs(expected).max())
        and bool(np.all(np.isneginf(matrix.row_low[rows])))
        and np.allclose(matrix.row_high[rows], right, rtol=1e-12)
        and sparse.csr_array(matrix.a[elsewhere][:, flows]).nnz == 0
    )


def _rules_5_and_6(
    coefficients: Coefficients, matrix: Matrix, flows: Ints, rows: Ints
) -> tuple[sparse.csr_array, np.ndarray]:
    """Return these rows as the rules have them: Σ q − Σ J·x ≤ 0 and Σ q ≤ pool."""
    regions, column = coefficients.regions, matrix.position()
    at = {matrix.rows[row]: place for place, row in enumerate(rows)}
    entries: list[tuple[int, int, float]] = []
    keys = flow_keys(coefficients)
    for (origin, site), flow in zip(keys, flows.tolist(), strict=True):
        entries += [(at.get(row, 0), flow, 1.0) for row in (("jobs", site), ("pool", origin))]
    alone, _ = job_terms(coefficients)
    names = site_names(coefficients)
    for place in np.flatnonzero(coefficients.sites.youth_jobs > 0).tolist():
        row = at.get(("jobs", names[place][1][0]))
        if row is not None and names[place] in column:
            entries.append((row, column[names[place]], -float(alone[place])))
    right = np.zeros(len(rows))
    pool = dict(zip(regions, coefficients.pool.tolist(), strict=True))
    for (family, region), place in at.items():
        right[place] = pool[region] if family == "pool" else 0.0
    row_of, column_of, value = zip(*entries, strict=True)
    shape = (len(rows), len(matrix.cost))
    return sparse.csr_array((value, (row_of, column_of)), shape=shape), right
