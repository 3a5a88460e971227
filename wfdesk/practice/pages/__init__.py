"""The static side of the site: pages and components, and the texts in them."""
