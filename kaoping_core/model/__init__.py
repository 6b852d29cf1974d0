"""The words of the house as frozen value classes; none of them needs more than itself."""
