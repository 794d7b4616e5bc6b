-- Every mention whose event is among the rows becomes a further report of it; mentions of other events are counted.
CREATE OR REPLACE TEMP TABLE further AS
SELECT s.* REPLACE (m.path AS path, m.line AS line, m.doc_id AS doc_id, m.outlet AS outlet, m.p AS p, 1 AS n_documents,
                    1 AS n_outlets)
FROM (SELECT DISTINCT ON (row_id, doc_id) * FROM mentions WHERE doc_id IS NOT NULL ORDER BY row_id, doc_id, path, line) m
JOIN (SELECT DISTINCT ON (row_id) * FROM staged WHERE fault IS NULL ORDER BY row_id, path, line) s ON s.row_id = m.row_id
ANTI JOIN staged known ON known.row_id = m.row_id AND known.doc_id = m.doc_id;

INSERT INTO staged SELECT * FROM further;
