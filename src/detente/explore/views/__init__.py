"""What the pages of the app show: one module a noun, rows of the store in, frozen values for a template out."""
