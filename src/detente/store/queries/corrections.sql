-- The account of the corrections, in the order of the ledger.
SELECT * FROM corrections ORDER BY number, correction_id
