"""What HiGHS prints stays off standard output."""

import threading

import numpy as np
from scipy import sparse

from optimizer.silent_highs import SilentHighs, maximising


def test_nothing_is_printed_when_it_is_made_and_run(capfd):
    """Not the greeting either, also where several are made at once."""

    def work():
        highs = SilentHighs()
        highs.addVar(0.0, 1.0)
        highs.run()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("after", flush=True)
    assert capfd.readouterr().out == "after\n"


def test_terms_that_are_nothing_to_highs_are_not_handed_over():
    """A coefficient of 1e-14 beside 1 is left out; the limit of 4 is what remains."""
    body = sparse.csr_array(np.array([[1.0, 1e-14]]))
    highs = SilentHighs()
    limits = (np.array([-np.inf]), np.array([4.0]))
    columns = (np.zeros(2), np.full(2, 9.0))
    maximising(highs, np.array([1.0, 0.0]), body, limits, columns, np.zeros(2, dtype=bool))
    assert highs.getNumNz() == 1
    highs.run()
    assert highs.getInfo().objective_function_value > 0
