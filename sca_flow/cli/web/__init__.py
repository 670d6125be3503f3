"""The screens in a browser: the page, the server, and one process for each visitor.  It needs the extra `web`."""
