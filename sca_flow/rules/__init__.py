"""Dated parameters with their sources (data), and the policies made of them."""
