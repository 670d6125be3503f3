"""A scenario on paper: booklets for those who work the case, and for those who lead them."""
