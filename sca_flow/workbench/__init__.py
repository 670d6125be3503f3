"""The policy tools: exploration of every reachable position, invariants, rule tests, differences."""
