"""What people can see of meetings."""
