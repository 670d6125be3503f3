"""Attempts as statements of the Experience API (xAPI 1.0.3), for a learning record store."""
