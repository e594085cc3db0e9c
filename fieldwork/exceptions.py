"""Why an operation was not stored; the device keeps it and tells the person."""


class RefusedError(Exception):
    """Nothing of the operation was stored, nor that it was sent.

    ``status`` and ``code`` tell the device what it may do; ``fields`` gives words for
    single fields.
    """

    status, code = 422, "invalid"

    def __init__(self, message: str = "", fields: dict[str, str] | None = None):
        super().__init__(message)
        self.message, self.fields = message, fields or {}


class InvalidError(RefusedError):
    """The content breaks a rule; the message is ready for the person."""


class BrokenError(RefusedError):
    """What was sent is no operation at all."""

    status, code = 400, "broken"


class MissingError(RefusedError):
    """A row that is not there, or not within this person's reach; never says which."""

    status, code = 404, "missing"

    def __init__(self):
        super().__init__("Không có hồ sơ này trong địa bàn của bạn.")


class ForbiddenError(RefusedError):
    """No role of this person grants the right at all."""

    status, code = 403, "forbidden"

    def __init__(self):
        super().__init__("Tài khoản của bạn không có quyền ghi phần này.")


class OtherUserError(RefusedError):
    """Made by somebody else than the person who is signed in."""

    status, code = 403, "other_user"

    def __init__(self):
        super().__init__("Phần này do tài khoản khác ghi.")
