"""The pages: what people see without a key, in Dutch and in English, without a script."""
