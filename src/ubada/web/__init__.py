"""The shell of the site: base templates, components, stylesheets, fonts, errors and help."""
