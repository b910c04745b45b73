"""The check of a plan without the solver; with one where a proof of its bound is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from optimizer.api.checked import verified
from optimizer.api.options import check_types
from optimizer.api.prove import prove as prove_record
from optimizer.instance import Instance
from optimizer.plan import PlanData, to_record
from optimizer.verify import Verification, not_asked


def verify(
    plan: PlanData,
    instance: Instance,
    *,
    prove: bool = False,
    time_limit: float | None = None,
) -> Verification:
    """Recompute every rule, cost and figure of a plan from the tables, without the solver.

    What was recomputed stands in `recomputed` of the answer, what stays a claim in `trusted`.

    Parameters
    ----------
    plan : Plan
    instance : Instance
        The one that the plan was made for, with the same scenario scale.
    prove : bool
        Solve anew, too, under the plan's settings and budget, to see whether its bound holds: a
        bound that a better plan refutes is a failure.
    time_limit : float, optional
        Seconds of that solve; what it doesn't decide is said in `proof`.
    """
    check_types(
        plan=(plan, (PlanData,), "a Plan; read a folder with optimizer.load_plan, or use check"),
        instance=(instance, (Instance,), "an Instance, from optimizer.load"),
    )
    checked = verified(plan, instance)
    return proven(to_record(plan), checked, instance, plan, time_limit) if prove else checked


def proven(
    record: Mapping[str, Any],
    checked: Verification,
    instance: Instance,
    plan: PlanData | None = None,
    time_limit: float | None = None,
) -> Verification:
    """Return a check's outcome with what a further solve says of bound and gap."""
    if not checked.ok:
        proof = not_asked("the plan fails its check")
    elif plan is not None and plan.changed is not None:
        proof = not_asked("the plan was solved from a model that may have been changed by hand")
    else:
        rules = () if plan is None else plan.rules
        proof = prove_record(record, instance, rules=rules, time_limit=time_limit)
    answer = replace(checked, failures=(*checked.failures, *proof.failures), proof=str(proof))
    if proof.verdict not in ("proven", "refuted"):
        return answer
    done = (*checked.recomputed, "bound and gap, by a solver")
    return replace(answer, recomputed=done, trusted=checked.trusted[1:])
