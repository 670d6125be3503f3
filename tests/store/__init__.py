"""The store: one set of tests over memory, SQLite and PostgreSQL, and what only a database can get wrong."""
