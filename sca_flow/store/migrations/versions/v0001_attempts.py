"""The first tables: attempts, entries, texts, people.

A later migration that rebuilds ``entries`` must make its triggers again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_TRIGGER = """
CREATE TRIGGER entries_no_{event} BEFORE {event} ON entries
BEGIN SELECT RAISE(ABORT, 'a recorded event is neither changed nor removed'); END
"""
POSTGRESQL_TRIGGER = (
    """
    CREATE FUNCTION entries_are_kept() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a recorded event is neither changed nor removed'; END $$
    """,
    """
    CREATE TRIGGER entries_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION entries_are_kept()
    """,
)


def upgrade() -> None:
    """Bring the schema from nothing to 0001."""
    op.create_table(
        "attempts",
        sa.Column("attempt", sa.String(), primary_key=True),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("scenario_sha", sa.String(), nullable=False),
        sa.Column("policy_sha", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column(
            "attempt",
            sa.String(),
            sa.ForeignKey("attempts.attempt", name="entries_attempt_fkey"),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("attempt", "seq", name="entries_pkey"),
        sa.UniqueConstraint("id", name="entries_id_key"),
    )
    op.create_table(
        "texts",
        sa.Column(
            "attempt",
            sa.String(),
            sa.ForeignKey("attempts.attempt", name="texts_attempt_fkey"),
            nullable=False,
        ),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("attempt", "ref", name="texts_pkey"),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
    )
    _keep_entries()


def _keep_entries() -> None:
    """Refuse, in the database itself, that an entry is changed or removed."""
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for event in ("update", "delete"):
            op.execute(SQLITE_TRIGGER.format(event=event))
    elif dialect == "postgresql":
        for statement in POSTGRESQL_TRIGGER:
            op.execute(statement)
