"""Plans near a relaxation, and proof by what its reduced costs rule out."""
