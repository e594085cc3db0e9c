"""Forms of a visit that was handed in lead back to where it is read."""

from django.contrib import messages
from django.shortcuts import redirect

from ..services.guards import FROZEN


def led_away(request, visit, back):
    """Return the way back from a form that may no longer be filled in, or None.

    What is sent nevertheless goes on to the service, which refuses it, so that
    nothing typed is lost.
    """
    if request.method == "POST" or visit.is_editable:
        return None
    messages.info(request, FROZEN)
    return redirect(back)
