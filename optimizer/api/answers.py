"""Answers about a plan, with all that may be asked of them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from optimizer.analysis import ImportanceData, SensitivityData, WhyData
from optimizer.report import save_answer


class Importance(ImportanceData):
    """What would be lost without each line of a plan.

    Its attributes are those of `optimizer.analysis.ImportanceData`.
    """

    @classmethod
    def of(cls, data: ImportanceData) -> Importance:
        """Return an answer's data with all that may be asked of it."""
        return cls(**{field.name: getattr(data, field.name) for field in fields(ImportanceData)})

    def save(self, folder: str | Path) -> Path:
        """Write importance.json, importance.txt and importance.csv.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        tables = {"": self.lines}
        return save_answer("importance", self.to_dict(), tables, str(self), Path(folder))


class Why(WhyData):
    """Why something stands in a plan, or why not.

    Its attributes are those of `optimizer.analysis.WhyData`.
    """

    @classmethod
    def of(cls, data: WhyData) -> Why:
        """Return an answer's data with all that may be asked of it."""
        return cls(**{field.name: getattr(data, field.name) for field in fields(WhyData)})

    def save(self, folder: str | Path) -> Path:
        """Write why.json, why.txt, why_takes.csv and why_stands_in_the_way.csv.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        tables = {"takes": self.takes, "stands_in_the_way": self.stands_in_the_way}
        return save_answer("why", self.to_dict(), tables, str(self), Path(folder))


class Sensitivity(SensitivityData):
    """Over which range of budget, prices and assumptions a plan's clusters stay.

    Its attributes are those of `optimizer.analysis.SensitivityData`.
    """

    @classmethod
    def of(cls, data: SensitivityData) -> Sensitivity:
        """Return an answer's data with all that may be asked of it."""
        return cls(**{field.name: getattr(data, field.name) for field in fields(SensitivityData)})

    def save(self, folder: str | Path) -> Path:
        """Write sensitivity.json, sensitivity.txt and sensitivity_*.csv.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        tables = {name: getattr(self, name) for name in ("ranges", "tests", "prices")}
        return save_answer("sensitivity", self.to_dict(), tables, str(self), Path(folder))
