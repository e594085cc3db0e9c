from allauth.account.auth_backends import AuthenticationBackend


class RoleBackend(AuthenticationBackend):
    """Checks passwords, and answers ``has_perm`` from the assignments of today.

    Groups and rights given to one person directly count for nothing: what a person
    may do is said by roles alone.
    """

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return {
            permission
            for assignment in user_obj.active_assignments
            for permission in assignment.permissions
        }
