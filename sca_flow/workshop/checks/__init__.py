"""The checks, by what they look at; each is a small function entered with its code."""
