"""Tables into named sparse arrays with units, computed once for every solve of an instance."""

from optimizer.coefficients.compute import Coefficients, compute
from optimizer.coefficients.culture import Curve

__all__ = ["Coefficients", "Curve", "compute"]
