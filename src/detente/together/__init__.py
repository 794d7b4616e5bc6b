"""What is done to all documents together: steps 3, 6 and 7 of the walk, as passes over the shards of a store.

A pass reads a shard, or the rows of some pairs of actors, and lets go of it before the next; what one pass finds for
another goes through an `Exchange`. Held for all documents at once are a few columns of them (`documents.Index`), the
table of incidents, and what is measured from it.
"""
