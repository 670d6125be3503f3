"""The explorer against an independent model checker, Rumur: ``make oracles``, or ``python -m oracle``."""
