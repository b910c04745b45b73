"""Location problems from the literature, written as instances of the contract's format."""
