"""A step that the program may take one day: a column more, by rebuilding the table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rebuilds = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("attempts", recreate="always" if rebuilds else "never") as attempts:
        attempts.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.create_index("attempts_updated", "attempts", ["updated"])
