-- The lines of one file, in their order, split at tabs, quotation marks around a cell taken off. Line 1 is the first
-- line of the file.
CREATE OR REPLACE TEMP TABLE lines AS
SELECT row_number() OVER () AS line,
       CASE WHEN contains(text, '"')
           THEN list_transform(string_split(rtrim(text, chr(13)), chr(9)), lambda c:
               CASE WHEN length(c) > 1 AND starts_with(c, '"') AND ends_with(c, '"')
                   THEN replace(c[2:-2], '""', '"') ELSE c END)
           ELSE string_split(rtrim(text, chr(13)), chr(9)) END AS f
FROM read_csv($path, columns = {'text': 'VARCHAR'}, delim = chr(31), quote = '', escape = '', header = false,
              auto_detect = false, strict_mode = false, null_padding = true, max_line_size = 4000000, parallel = false)
WHERE text IS NOT NULL AND trim(text) <> '';
