"""What the attempts in a store add up to, for a trainer: nobody by name, and nothing of few people."""
