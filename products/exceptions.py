class ProductError(Exception):
    """What the rules about products refuse; the message is ready for the user.

    ``field`` names the field that a form says it at, if there is one.
    """

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.field = field
