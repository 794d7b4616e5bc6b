"""Pages that people read: the dossier on a pair of states and the list of pairs, rendered from stored records."""
