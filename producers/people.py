"""What reports count of the people who represent producers."""

from django.db.models import Case, CharField, F, Q, Value, When

from .enums import People


def people(trait: str, prefix: str = "") -> Case:
    """Return the key of a trait of who represents a producer: "sex", "ethnicity".

    Everybody who is not Kinh belongs to a minority; what is not known is said so. These
    are personal data: counts may be shown to all, who they are to few.
    """
    column = f"{prefix}representative__{trait}"
    unknown = When(Q(**{column: ""}) | Q(**{column: None}), then=Value(People.UNKNOWN))
    if trait == "sex":
        rest = F(column)
    else:
        kinh = When(**{f"{column}__iexact": "Kinh"}, then=Value(People.KINH))
        rest = Case(kinh, default=Value(People.MINORITY), output_field=CharField())
    return Case(unknown, default=rest, output_field=CharField())
