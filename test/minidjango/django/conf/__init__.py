class LazySettings:
    def __getattr__(self, name):
        return None


settings = LazySettings()
