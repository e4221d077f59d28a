"""How a proof is written and what decides its steps."""
