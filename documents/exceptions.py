class LetterError(Exception):
    """A letter cannot be issued; the message is for the person."""
