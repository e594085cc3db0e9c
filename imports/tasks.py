"""What the queue calls; the work itself is in background.py."""

from uuid import UUID

from django_tasks import task


@task()
def carry_out(run_pk: int, order: str, user_pk: int) -> None:
    """Carry out an order that was given for an import."""
    from .background import do  # noqa: PLC0415 -- that module queues this task

    do(run_pk, UUID(order), user_pk)
