"""Filters that the people of the demonstration keep, shared with their office."""

from accounts.models import SavedView, User
from accounts.services import save_view

# Who keeps it, for which list, under which name, asking for what.
VIEWS = (
    ("dieuphoi", "products:list", "Sắp hết hạn (mẫu)", "tinh_trang=expiring"),
    ("dieuphoi", "inspections:visit_list", "Chờ duyệt (mẫu)", "tinh_trang=submitted"),
    ("quantri", "products:list", "Sản phẩm 4 sao (mẫu)", "hang=4"),
    ("lanhdao.hoaan", "products:list", "Sản phẩm 4 sao (mẫu)", "hang=4"),
    ("canbo.hoaan", "products:list", "Sản phẩm hết hạn (mẫu)", "tinh_trang=expired"),
)


def load_saved_views() -> None:
    """Save the filters that are missing."""
    for username, listing, name, query in VIEWS:
        owner = User.objects.get(username=username)
        if not owner.saved_views.filter(listing=listing, name=name).exists():
            view = SavedView(owner=owner, listing=listing, name=name, query=query)
            view.is_shared = True
            save_view(view, by=owner)
