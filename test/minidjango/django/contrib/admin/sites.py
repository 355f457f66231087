class AdminSite:
    def __init__(self, name="admin"):
        self.name = name

    def is_registered(self, model):
        return False

    @property
    def urls(self):
        return [], "admin", self.name


class DefaultAdminSite(AdminSite):
    pass


site = DefaultAdminSite()
