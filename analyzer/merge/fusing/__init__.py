"""What it takes to say in one statement what two sources say of one thing."""
