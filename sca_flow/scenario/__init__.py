"""What a trainer writes: model and loader."""
