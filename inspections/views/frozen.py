"""Forms of what may no longer be written lead back to where it is read."""

from django.contrib import messages
from django.shortcuts import redirect

from ..services.guards import FROZEN, SIGNED_ON_SITE, signed_on_site


def led_away(request, visit, back, check=None):
    """Return the way back from a form that may no longer be filled in, or None.

    That is so once the visit was handed in, and for what belongs to a ``check`` once
    its minutes bear a signature. What is sent nevertheless goes on to the service,
    which refuses it, so that nothing typed is lost.
    """
    if request.method == "POST":
        return None
    if not visit.is_editable:
        messages.info(request, FROZEN)
    elif check is not None and signed_on_site([check.pk]):
        messages.info(request, SIGNED_ON_SITE)
    else:
        return None
    return redirect(back)
