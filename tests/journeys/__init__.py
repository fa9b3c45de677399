"""What readers do, in a real browser, on the site as `ubada demo` makes and serves it."""
