namespace PoolTopology.Orchestrator.State;

/// <summary>The tables, as the steps that make them. Steps are added at the end and never changed.</summary>
/// <remarks>Times are milliseconds since 1970, UTC.</remarks>
internal static class StateSchema
{
    /// <summary>Step N takes version N to N + 1.</summary>
    public static readonly string[] Steps = [First];

    private const string First =
        """
        CREATE TABLE certificates (
          serial TEXT PRIMARY KEY,           -- upper-case hexadecimal
          name TEXT NOT NULL,                -- spiffe://pool/role/name
          public_key TEXT NOT NULL,          -- SHA-256 of the SubjectPublicKeyInfo
          not_before INTEGER NOT NULL,
          not_after INTEGER NOT NULL,
          bought_by TEXT,                    -- the serial that it was asked for with
          first_used INTEGER                 -- null: never yet
        ) STRICT;
        CREATE INDEX certificates_by_name ON certificates(name);
        CREATE INDEX certificates_by_buyer ON certificates(bought_by);
        CREATE TABLE denials (
          name TEXT PRIMARY KEY,             -- spiffe://pool/role/name
          at INTEGER NOT NULL,
          reason TEXT NOT NULL
        ) STRICT;
        CREATE TABLE events (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          at TEXT NOT NULL,                  -- ISO 8601
          type TEXT NOT NULL,
          node TEXT NOT NULL,
          detail TEXT NOT NULL               -- JSON object
        ) STRICT;
        CREATE TABLE nodes (
          name TEXT PRIMARY KEY,
          is_attached INTEGER NOT NULL,
          since INTEGER NOT NULL,
          version TEXT NOT NULL
        ) STRICT;
        CREATE TABLE rollouts (
          id TEXT PRIMARY KEY,
          generation INTEGER NOT NULL,
          purpose TEXT NOT NULL,
          plan TEXT NOT NULL,
          who TEXT NOT NULL,
          reason TEXT NOT NULL,
          begun INTEGER NOT NULL,
          outcome TEXT NOT NULL,             -- empty: not ended
          ended INTEGER
        ) STRICT;
        CREATE TABLE generations (
          machine TEXT PRIMARY KEY,
          generation INTEGER NOT NULL,
          rollout TEXT NOT NULL,
          state TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;
        """;
}
