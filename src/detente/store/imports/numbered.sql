-- Identities. An incident is one act of one actor toward another on one day: further stories of it are further rows
-- of the same incident (the one-a-day filter that is usual with event data), so that syndication counts once.
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT *,
       'e' || left(sha256(getvariable('kind') || chr(31) || row_id || chr(31) || doc_id), 16) AS event_id,
       'i' || left(sha256(concat_ws(chr(31), getvariable('kind'), day::VARCHAR, source, target, coalesce(source_text, ''),
                                    coalesce(target_text, ''), cameo)), 16) AS incident_id,
       CASE WHEN plover IN ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE') THEN 1
            WHEN plover IN ('COOPERATE', 'AID', 'RETREAT') THEN 2
            WHEN plover IN ('REQUEST', 'ACCUSE', 'REJECT', 'THREATEN') THEN 3
            ELSE 4 END AS quad
FROM coded WHERE reason IS NULL
QUALIFY row_number() OVER (PARTITION BY row_id, doc_id ORDER BY path, line) = 1;

DROP TABLE coded;
