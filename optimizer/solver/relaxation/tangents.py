"""Tangents of the equally distributed equivalent that a plan is missed by (Kelley 1960)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.kolm_pollak import equivalent, slope, worth
from optimizer.model import Structure
from optimizer.solver.standard_form import Matrix, Rows

TOLERANCE = 1e-9, 1e-7
"""By how much of a share, and in relation to the equivalent, a tangent must be violated to be
worth adding."""


@dataclass(frozen=True)
class Tangents:
    """The columns of the equivalent, by province with leavers.

    Attributes
    ----------
    level : int
        Column of the equivalent t.
    kept, worth : int arrays, shape (provinces,)
        Columns of who stays in each, and of what its share is worth beside t, both in persons.
    leavers : float array, shape (provinces,)
    aversion : float
        κ, in 1/share.
    """

    level: int
    kept: Ints
    worth: Ints
    leavers: Floats
    aversion: float

    def is_goal(self, matrix: Matrix) -> bool:
        """Return whether the equivalent is maximised, and not a cost while it is kept."""
        return bool(matrix.cost[self.level] > 0)

    def settled(self, values: Floats) -> Floats:
        """Return values with the equivalent that who stays really comes to."""
        above, level = self._above(values)
        true = values.copy()
        true[self.level] = level
        true[self.worth] = self.leavers * worth(above, self.aversion)
        return true

    def missed(self, values: Floats) -> Rows | None:
        """Return the tangents at who stays, where values violate one; together they are exact."""
        above, level = self._above(values)
        steep = slope(above, self.aversion)
        right = self.leavers * (worth(above, self.aversion) - steep * above)
        count, size = len(self.leavers), len(values)
        row = np.arange(count)
        parts = [
            (np.ones(count), self.worth),
            (-steep, self.kept),
            (steep * self.leavers, np.full(count, self.level)),
        ]
        entries = np.concatenate([factors for factors, _ in parts])
        columns = np.concatenate([place for _, place in parts])
        a = sparse.csr_array((entries, (np.tile(row, len(parts)), columns)), shape=(count, size))
        slack = TOLERANCE[0] + TOLERANCE[1] * level
        if np.all(a @ values <= right + slack * self.leavers * np.maximum(1.0, steep)):
            return None
        return a, np.full(count, -np.inf), right

    def _above(self, values: Floats) -> tuple[Floats, float]:
        """Return by how much each province's share is above the equivalent, and the equivalent."""
        share = np.clip(values[self.kept] / self.leavers, 0.0, 1.0)
        level = equivalent(share, self.leavers, self.aversion)
        return share - level, level


def tangents_of(matrix: Matrix, structure: Structure) -> Tangents | None:
    """Return the tangents of a matrix whose objective is the equivalent; None for any other."""
    column = matrix.position()
    level = column.get(("equivalent_share", None))
    names = [name for name in matrix.columns if not isinstance(name, int)]
    provinces = [index for block, index in names if block == "share_worth"]
    if level is None or not provinces:
        return None
    coefficients = structure.coefficients
    home = coefficients.instance.regions["province"].to_numpy(dtype=object)
    return Tangents(
        level,
        np.array([column["kept_there", name] for name in provinces]),
        np.array([column["share_worth", name] for name in provinces]),
        np.array([float(coefficients.leavers[home == name].sum()) for name in provinces]),
        coefficients.instance.settings.inequality_aversion,
    )
