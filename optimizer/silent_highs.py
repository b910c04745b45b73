"""HiGHS without its greeting: standard output belongs to `--json` alone."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats
from optimizer.equilibration import Scales, scales_of


class SilentHighs(highspy.Highs):
    """HiGHS that prints nothing, not even the greeting of version 1.16 when it is made."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name; called as it is made
        """Switch the output off before the first word that HiGHS would say."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


NOTHING = 1e-9
"""HiGHS's `small_matrix_value`: coefficients up to this are 0 to it."""


def maximising(
    highs: highspy.Highs,
    cost: Floats,
    body: sparse.csr_array,
    rows: tuple[Floats, Floats],
    columns: tuple[Floats, Floats],
    whole: Flags,
    offset: float = 0.0,
) -> Scales | None:
    """Hand HiGHS a programme: maximise cost·x + offset with low ≤ body·x ≤ high.

    It is handed over in other units (`equilibration`); what HiGHS finds is read through the scales
    that are returned. None: HiGHS refuses it.

    Parameters
    ----------
    highs : Highs
    cost : float array, shape (columns,)
    body : csr_array, shape (rows, columns)
    rows, columns : pairs of float arrays
        Lower and upper limits.
    whole : bool array, shape (columns,)
        Columns that must be whole numbers.
    offset : float
    """
    scales = scales_of(cost, body, rows, columns, whole)
    height, width = body.shape
    scaled = _without_nothing(scales.body(body, scales.row))
    size = (width, height, scaled.nnz)
    sense = int(highspy.ObjSense.kMaximize)
    form = (int(highspy.MatrixFormat.kRowwise), sense, offset * scales.goal)
    low, high = (scales.columns(limit) for limit in columns)
    least, most = (limit * scales.row for limit in rows)
    # As arrays; a HighsLp is filled number by number, which takes five times as long.
    held = (scaled.indptr.astype(np.int32), scaled.indices.astype(np.int32), scaled.data)
    goal = cost * scales.column * scales.goal
    kinds = whole.astype(np.int32)
    status = highs.passModel(*size, *form, goal, low, high, least, most, *held, kinds)
    return None if status == highspy.HighsStatus.kError else scales


def _without_nothing(body: sparse.csr_array) -> sparse.csr_array:
    """Return a matrix without what HiGHS takes for 0 anyway.

    HiGHS 1.16 drops these terms by itself, and was seen to end the process afterwards.
    """
    nothing = np.abs(body.data) <= NOTHING
    if not nothing.any():
        return body
    kept = body.copy()
    kept.data[nothing] = 0.0
    kept.eliminate_zeros()
    return kept
