"""The multi-agency assurance panel: pool, sitting and quorum."""
