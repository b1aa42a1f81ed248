using Microsoft.Data.Sqlite;

namespace PoolTopology.Orchestrator.State;

/// <summary>The last events, in the order in which they came.</summary>
internal sealed class EventTable(StateDatabase database, int capacity = EventTable.DefaultCapacity)
{
    /// <summary>Events kept; older ones are forgotten.</summary>
    public const int DefaultCapacity = 100_000;

    /// <summary>The highest number given; 0 before the first event.</summary>
    public long Latest() => database.Read(connection => Number(connection, "SELECT seq FROM sqlite_sequence WHERE name='events'"));

    /// <summary>How many events after a number are forgotten.</summary>
    public long LostAfter(long sequence)
    {
        long oldest = database.Read(connection => Number(connection, "SELECT min(sequence) FROM events"));
        long first = oldest == 0 ? Latest() + 1 : oldest;
        return Math.Max(0, first - 1 - sequence);
    }

    /// <summary>Keeps events, all in one write; on disk when it returns.</summary>
    /// <param name="happened">Their fields; the numbers in them are not looked at.</param>
    /// <param name="alsoWrite">What else is written in the same transaction.</param>
    public void Append(IReadOnlyCollection<KeptEvent> happened, Action<SqliteConnection> alsoWrite) => database.Write(connection =>
    {
        using SqliteCommand insert = connection.Command(
            "INSERT INTO events(at, type, node, detail) VALUES(?1, ?2, ?3, ?4)", "", "", "", "");
        foreach (KeptEvent one in happened)
        {
            string[] values = [one.At, one.Type, one.Node, one.Detail];
            for (int i = 0; i < values.Length; i++)
                insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
        }

        alsoWrite(connection);
        return connection.Command(
            "DELETE FROM events WHERE sequence <= (SELECT seq FROM sqlite_sequence WHERE name='events') - ?1", capacity).ExecuteNonQuery();
    });

    /// <summary>Events after a number, in order; at most so many.</summary>
    public IReadOnlyList<KeptEvent> After(long sequence, int most) => database.Read(connection =>
    {
        List<KeptEvent> found = [];
        using SqliteDataReader reader = connection.Command(
            "SELECT sequence, at, type, node, detail FROM events WHERE sequence > ?1 ORDER BY sequence LIMIT ?2", sequence, most).ExecuteReader();
        while (reader.Read())
            found.Add(new KeptEvent(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        return found;
    });

    private static long Number(SqliteConnection connection, string sql) =>
        connection.Command(sql).ExecuteScalar() is long number ? number : 0;
}
