"""Sweeping a scenario: every position that a case can come to with its people, referral, dates and rules."""
