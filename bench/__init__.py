"""Speed, as ratios against the named peer, measured side by side in one run: ``make bench``."""
