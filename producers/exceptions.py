class ProducerError(Exception):
    """What the rules about producers refuse; the message is ready for the user."""
