"""One `sca-flow` command; it alone wires the store."""
