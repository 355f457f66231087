class Library:
    def tag(self, name=None, compile_function=None):
        pass

    def filter(self, name=None, filter_func=None, **flags):
        pass

    def simple_tag(self, func=None, takes_context=None, name=None):
        pass

    def simple_block_tag(self, func=None, takes_context=None, name=None, end_name=None):
        pass

    def inclusion_tag(self, filename, func=None, takes_context=None, name=None):
        pass
