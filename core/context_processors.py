from django.conf import settings


def portal(request):
    """Give every page the portal's name, its version and whether it is a demo."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_province": settings.PORTAL_PROVINCE_NAME,
        "portal_version": settings.PORTAL_VERSION,
        "demo_mode": settings.DEMO_MODE,
    }
