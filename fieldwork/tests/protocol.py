"""Which sentence of docs/sync-protocol.md a test holds."""


def says(*sentences: str):
    """Mark a test with the numbers of the sentences that it shows to be true."""

    def mark(test):
        test.sentences = sentences
        return test

    return mark
