"""What the import refuses, in words for the person who uploaded the file."""


class FileRefusedError(Exception):
    """The file cannot be read as a list; ``code`` names the reason for programs."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


class ImportRefusedError(Exception):
    """A step that this import does not allow in its present state."""
