"""Answers about a plan, with all that may be asked of them."""

from __future__ import annotations

from typing import ClassVar

from optimizer.analysis import ImportanceData, SensitivityData, WhyData
from optimizer.api.answer import Answer


class Importance(ImportanceData, Answer):
    """What would be lost without each line of a plan.

    Its attributes are those of `optimizer.analysis.ImportanceData`. `save` writes
    importance.json, importance.txt and importance.csv.
    """

    _saved_as = "importance"
    _saved_tables: ClassVar = {"": "lines"}


class Why(WhyData, Answer):
    """Why something stands in a plan, or why not.

    Its attributes are those of `optimizer.analysis.WhyData`. `save` writes why.json, why.txt,
    why_takes.csv and why_stands_in_the_way.csv.
    """

    _saved_as = "why"
    _saved_tables: ClassVar = {"takes": "takes", "stands_in_the_way": "stands_in_the_way"}


class Sensitivity(SensitivityData, Answer):
    """Over which range of budget, prices and assumptions a plan's clusters stay.

    Its attributes are those of `optimizer.analysis.SensitivityData`. `save` writes
    sensitivity.json, sensitivity.txt and sensitivity_*.csv.
    """

    _saved_as = "sensitivity"
    _saved_tables: ClassVar = {"ranges": "ranges", "tests": "tests", "prices": "prices"}
