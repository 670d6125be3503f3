"""What Alembic runs: the migrations, inside the transaction that the caller began and will commit."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from sca_flow.store import rows  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
