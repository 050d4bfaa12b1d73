"""What the pool draws on a morphed portrait. Each module draws one kind of thing and keeps image, opacity, mask and facts in step."""
