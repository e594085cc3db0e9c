from core.versions import StaleVersionError


class InspectionError(Exception):
    """What the inspection rules refuse; the message is ready for the user."""


class StaleAnswersError(StaleVersionError):
    """Answers that somebody else changed meanwhile; nothing has been saved.

    ``results`` holds the rows as they are stored now, one for each such answer.
    """

    def __init__(self, results):
        super().__init__(results[0])
        self.results = results
