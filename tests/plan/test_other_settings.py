"""A check tells where a plan's rules are not those of its instance."""

import copy
from dataclasses import replace

from support.plans import tiny, tiny_plan

from optimizer.plan.other_settings import other_making, other_names, own_rules
from optimizer.plan.record import to_record


def test_a_plan_under_its_instances_rules_differs_in_nothing():
    """Whatever the budget that was asked for."""
    record = to_record(tiny_plan())
    record["settings"]["budget"] = 1.0
    assert own_rules(record, tiny()) == []


def test_every_rule_that_differs_is_named():
    """Settings, limits, locks and the curve, with both values."""
    record = copy.deepcopy(to_record(tiny_plan()))
    record["settings"]["youth_share"] = 0.9
    record["limits"]["zones"] = 7
    record["locked"]["out"] = []
    record["culture"]["curve"] = [[0, 0], [1, 0.1]]
    named = own_rules(record, tiny())
    assert [text.split(" is ")[0] for text in named] == [
        "settings.youth_share",
        "limits.zones",
        "locked.out",
        "culture.curve",
    ]
    assert named[1] == "limits.zones is 7 in the plan and 2 in the instance"
    assert own_rules({"settings": 3}, tiny()) == []


def test_words_that_a_plan_lacks_are_named_where_they_would_matter():
    """A plan without job_takers was made for whoever is best; the instance may say otherwise."""
    record = copy.deepcopy(to_record(tiny_plan()))
    del record["settings"]["job_takers"], record["limits"]["min_fair_share"]
    catchment = replace(
        tiny(), settings=tiny().settings.model_copy(update={"job_takers": "catchment"})
    )
    assert own_rules(record, catchment) == [
        "settings.job_takers is not in the plan, which means 'best', "
        "and 'catchment' in the instance"
    ]


def test_another_budget_and_other_versions_are_told():
    """With both values; nothing where they are the same."""
    record = {"budget": 1_000_000.0, "versions": {"highspy": "0.1", "numpy": "2"}}
    assert other_making(record, tiny(), {"highspy": "1.9", "numpy": "2"}) == [
        "the budget is 1,000,000 bn KRW in the plan and 800 bn KRW in the instance",
        "the plan was made with highspy 0.1 (here 1.9)",
    ]
    assert other_making({"budget": 800.0}, tiny(), {"highspy": "1.9"}) == []
    assert "'much'" in other_making({"budget": "much"}, tiny(), {})[0]
    assert "not given in the plan" in other_making({"budget": None}, tiny(), {})[0]


def test_another_name_of_an_option_is_told_once():
    """It is no failure: names are no facts."""
    record = to_record(tiny_plan())
    assert other_names(record, tiny()) == []
    for row in record["build"]:
        row["option_name"] = "Elsewhere"
    told = other_names(record, tiny())
    assert len(told) == len({row["option_id"] for row in record["build"]})
    assert all("is called 'Elsewhere' in the plan" in words for words in told)
