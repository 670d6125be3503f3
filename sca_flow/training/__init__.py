"""What a trainee does: the attempt (the one door) and what plays it."""
