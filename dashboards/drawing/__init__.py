"""Pictures made by the server: geometry in Python, SVG in templates, colours in the style sheet."""
