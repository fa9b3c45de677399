"""The shell of the site: base templates, styles, fonts, home and help. Pages of an app live with the app."""
