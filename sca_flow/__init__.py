"""Work a referral through the Single Competent Authority's decision process, as training."""

__version__ = "0.1.0"
