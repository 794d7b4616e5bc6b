-- What every data set is first turned into, one row a line, with the fault that keeps it out, if any.
CREATE OR REPLACE TEMP TABLE staged (
    path VARCHAR, line BIGINT, fault VARCHAR, row_id VARCHAR, day DATE,
    source_text VARCHAR, target_text VARCHAR, source_state VARCHAR, target_state VARCHAR,
    source_group VARCHAR, target_group VARCHAR,
    cameo VARCHAR, plover VARCHAR, mode VARCHAR, doc_id VARCHAR, outlet VARCHAR, place VARCHAR,
    n_documents INTEGER, n_outlets INTEGER, p DOUBLE
);

-- Further reports of GDELT events: by whom, where, and how sure the coder was (in hundredths).
CREATE OR REPLACE TEMP TABLE mentions (
    path VARCHAR, line BIGINT, row_id VARCHAR, doc_id VARCHAR, outlet VARCHAR, p DOUBLE
);
