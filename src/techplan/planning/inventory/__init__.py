"""What the district owns, proven before any money is shown: import what you need from the modules below."""
