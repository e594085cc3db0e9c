"""Mistakes of set-up that no settings file can prevent."""

from django.conf import settings
from django.core.checks import Error, register

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@register("security")
def check_demo_mode(app_configs, **kwargs):
    """Refuse demo mode, whose passwords everybody knows, beyond this machine."""
    exposed = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if not settings.DEMO_MODE or not exposed:
        return []
    return [
        Error(
            f"Demo mode is on while the portal answers to {', '.join(exposed)}.",
            hint="Demo accounts have published passwords. Use production settings.",
            id="core.E001",
        )
    ]


@register("security", deploy=True)
def check_demo_mode_on_deploy(app_configs, **kwargs):
    """Refuse demo mode to a deployed portal, whatever name it answers to."""
    if not settings.DEMO_MODE:
        return []
    return [Error("Demo mode is on.", hint="Set DEMO_MODE = False.", id="core.E002")]
