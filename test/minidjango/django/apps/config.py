class AppConfig:
    def get_model(self, model_name, require_ready=True):
        return self.models[model_name.lower()]
