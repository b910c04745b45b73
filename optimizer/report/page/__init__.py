"""A plan or a sweep as one HTML file that needs nothing else: data, words, assembly."""
