"""What several experiments share: intervals, learning, losses."""
