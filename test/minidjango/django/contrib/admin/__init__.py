from .sites import AdminSite, site
