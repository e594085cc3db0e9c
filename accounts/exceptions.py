class AccountError(Exception):
    """A change to an account that is refused; the message is ready for the user."""


class TooManyTriesError(Exception):
    """Too many wrong tries from one address; ``seconds`` until the next one counts."""

    def __init__(self, seconds: float):
        super().__init__(f"{seconds:.0f} s")
        self.seconds = max(1, round(seconds))

    @property
    def message(self) -> str:
        return f"Đã nhập sai quá nhiều lần. Xin thử lại sau {self.wait}."

    @property
    def wait(self) -> str:
        """Return the waiting time in words, rounded up to whole minutes."""
        if self.seconds < 60:
            return f"{self.seconds} giây"
        return f"{-(-self.seconds // 60)} phút"
