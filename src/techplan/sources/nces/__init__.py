"""Files of the National Center for Education Statistics."""
