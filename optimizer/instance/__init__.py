"""Instances: the tables' definitions, reading and checking a folder, all problems together."""

from optimizer.instance.instance import Instance
from optimizer.instance.problems import InputError, Problem
from optimizer.instance.read import read_instance
from optimizer.instance.shipped import shipped

__all__ = ["InputError", "Instance", "Problem", "read_instance", "shipped"]
