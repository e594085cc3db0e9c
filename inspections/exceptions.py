from core.versions import StaleVersionError


class InspectionError(Exception):
    """What the inspection rules refuse; the message is ready for the user."""


class FrozenError(InspectionError):
    """The visit was handed in, or the minutes of the check bear a signature."""


class ChangedMinutesError(InspectionError):
    """The minutes no longer say what the person read before signing."""


class StaleAnswersError(StaleVersionError):
    """Answers that somebody else changed meanwhile; nothing has been saved.

    ``results`` holds the rows as they are stored now, one for each such answer.
    """

    def __init__(self, results):
        super().__init__(results[0])
        self.results = results
