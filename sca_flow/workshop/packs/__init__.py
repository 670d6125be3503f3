"""One file of a scenario or a course, to be shared: packing it, and unpacking what somebody else sent."""
