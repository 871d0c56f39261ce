"""What people see; the only room that knows Qt."""
