"""Where the statements are attacked: families of points, random and adversarial."""
