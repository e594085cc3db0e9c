"""A misspelt variable in a template of ours fails the test that renders it."""

import sys

from django.conf import settings
from django.template.defaultfilters import default, default_if_none

FORGIVING_FILTERS = {default, default_if_none}


class UndefinedVariableError(Exception):
    """A template printed something that its context does not have."""


class StrictString(str):
    """Stands in for ``string_if_invalid``; Django asks it whether it is empty.

    Templates of other packages keep the empty string they count on, and so does a
    variable with a ``default`` filter.
    """

    def __bool__(self):
        caller = sys._getframe(1).f_locals
        expression, context = caller.get("self"), caller.get("context")
        if self._is_ours(context) and not self._is_forgiven(expression):
            name = context.render_context.template.origin.name
            raise UndefinedVariableError(f"{{{{ {expression} }}}} in {name}")
        return False

    def _is_ours(self, context) -> bool:
        template = getattr(getattr(context, "render_context", None), "template", None)
        origin = getattr(getattr(template, "origin", None), "name", "")
        return str(origin).startswith(str(settings.BASE_DIR / "templates"))

    def _is_forgiven(self, expression) -> bool:
        filters = {function for function, _ in getattr(expression, "filters", ())}
        return bool(filters & FORGIVING_FILTERS)
