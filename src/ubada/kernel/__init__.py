"""The ground the product stands on: errors, dates, translated text, canonical bytes, ids, deadlines; no Django."""
