-- What each change announced, for the other nodes. Only PostgreSQL has other nodes (docs/decisions/0001).
-- `transaction` orders by what a snapshot can see: a row that a reader missed belongs to a transaction at or past its xmin.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    origin BIGINT NOT NULL,
    kind TEXT NOT NULL,
    id_1 BIGINT NOT NULL,
    id_2 BIGINT NOT NULL,
    id_3 BIGINT NOT NULL,
    id_4 BIGINT NOT NULL,
    created_at BIGINT NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint
);
CREATE INDEX outbox_by_transaction ON outbox (transaction);
