using Microsoft.Data.Sqlite;

namespace PoolTopology.Orchestrator.State;

/// <summary>Short forms of what is said to SQLite again and again.</summary>
internal static class SqliteWords
{
    /// <summary>A command with its parameters, numbered from ?1.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"?{i + 1}", values[i] ?? DBNull.Value);
        return command;
    }
}
