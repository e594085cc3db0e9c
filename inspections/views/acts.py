"""Carrying out what a form asks for."""

from collections.abc import Callable

from ..exceptions import InspectionError


def carried_out(form, act: Callable) -> bool:
    """Call ``act`` with what a valid form says; return whether it was done.

    What an InspectionError refuses is told at the head of the form.
    """
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except InspectionError as error:
        form.add_error(None, str(error))
        return False
    return True
