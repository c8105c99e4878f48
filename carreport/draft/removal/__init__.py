"""Put inquiries away, delete them into the bin, and restore them."""
