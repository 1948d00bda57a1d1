"""How a run went: held against the profile's expectations, told to people, and written down."""
