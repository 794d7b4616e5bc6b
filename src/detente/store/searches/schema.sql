-- One full-text table a kind, all of the same columns, and beside each what a hit leads to.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE mark (mark TEXT NOT NULL);
CREATE TABLE document_rows (id INTEGER PRIMARY KEY, row_id TEXT, doc_id TEXT, incident_id TEXT, first INTEGER, last INTEGER,
                          day TEXT);
CREATE TABLE quote_rows (id INTEGER PRIMARY KEY, row_id TEXT, doc_id TEXT, incident_id TEXT, first INTEGER, last INTEGER,
                          day TEXT);
CREATE TABLE event_rows (id INTEGER PRIMARY KEY, row_id TEXT, doc_id TEXT, incident_id TEXT, first INTEGER, last INTEGER,
                          day TEXT);
CREATE VIRTUAL TABLE document USING fts5(title, body, speaker, outlet, states, labels, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE quote USING fts5(title, body, speaker, outlet, states, labels, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE event USING fts5(title, body, speaker, outlet, states, labels, tokenize = "unicode61 remove_diacritics 2");
