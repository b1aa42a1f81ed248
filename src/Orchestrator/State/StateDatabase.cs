using Microsoft.Data.Sqlite;
using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.State;

/// <summary>What the orchestrator's service remembers, in one SQLite file.</summary>
/// <remarks>
/// Thread-safe: one connection, one statement at a time. Post: what was written is on disk when <see cref="Write"/>
/// returns (write-ahead log, synchronous=FULL), all of it or nothing. Another process may read and write the same file:
/// SQLite lets one write at a time, and the others wait up to <see cref="Patience"/>.
/// The schema has a version (user_version); an older file is brought forward in one transaction, a newer one is refused.
/// </remarks>
internal sealed class StateDatabase : IDisposable
{
    /// <summary>How long a write waits for another process's.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private StateDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, or makes it for its owner only.</summary>
    /// <exception cref="CommandFailure">It is of a newer version, or no database.</exception>
    public static StateDatabase Open(string path)
    {
        if (!File.Exists(path))
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
            }).Dispose();
        SqliteLibrary.Require();
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = (int)Patience.TotalSeconds,
        }.ToString());
        try
        {
            connection.Open();
            StateDatabase database = new(connection);
            database.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
            database.Migrate(path);
            return database;
        }
        catch (SqliteException broken)
        {
            connection.Dispose();
            throw new CommandFailure(ExitCodes.Error, $"{path} cannot be opened: {broken.Message}", "docs/OPERATIONS.md says what it holds");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_gate)
            return read(_connection);
    }

    /// <summary>Writes in one transaction.</summary>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        lock (_gate)
        {
            // Takes SQLite's write lock at once: what is read inside is what is changed.
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            T result = write(_connection);
            transaction.Commit();
            return result;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void Migrate(string path)
    {
        long version = Read(connection => (long)(connection.Command("PRAGMA user_version").ExecuteScalar() ?? 0L));
        if (version > StateSchema.Steps.Length)
            throw new CommandFailure(
                ExitCodes.SafetyRefusal, $"{path} has version {version}; this program knows {StateSchema.Steps.Length}",
                "use the newer pool that made it");
        for (long next = version; next < StateSchema.Steps.Length; next++)
        {
            Write(connection =>
            {
                connection.Command(StateSchema.Steps[next]).ExecuteNonQuery();
                return connection.Command($"PRAGMA user_version={next + 1}").ExecuteNonQuery();
            });
        }
    }

    private void Run(string sql) => Read(connection => connection.Command(sql).ExecuteNonQuery());
}
