"""In whose name the commands act."""

from django.core.management.base import CommandError

from accounts.models import User


def person_named(username: str | None) -> User | None:
    """Return the person of a name, None for the portal itself."""
    if username is None:
        return None
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"Không có người dùng {username}.") from None
