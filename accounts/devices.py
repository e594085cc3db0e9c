"""A user agent in the words of the person who owns the device."""

# In this order: each name also stands in the user agents of those above it.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "máy Mac"),
    ("Linux", "Linux"),
]
UNKNOWN = "thiết bị không rõ"


def device_name(user_agent: str) -> str:
    """Return "Chrome trên Windows", or that the device is not known."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    return " trên ".join(filter(None, [browser, system])) or UNKNOWN


def _first(names, user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
