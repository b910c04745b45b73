"""Linear relaxations and the rows that tighten them."""
