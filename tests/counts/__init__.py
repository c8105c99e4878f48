"""Every number that people see, compared with an independent count."""
