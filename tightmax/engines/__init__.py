"""How the smoothings are computed: the same for every array library, and faster or lazier ways for three of them."""
