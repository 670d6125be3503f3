"""The process: position, table, guards and effects, the machine and the compiled table made of them."""
