class CatalogueError(Exception):
    """What cannot be done, in words for the person."""
