-- The last month that the index knows.
SELECT max("from") AS month FROM relations WHERE period = 'month' AND NOT directed
