using Microsoft.Data.Sqlite;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.State;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.State;

public sealed class StateDatabaseTests
{
    [Fact]
    public void Open_makes_a_file_for_its_owner_with_the_present_version()
    {
        using TempFolder folder = new();
        string path = folder["state.db"];
        using StateDatabase database = StateDatabase.Open(path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal("wal", database.Read(connection => connection.Command("PRAGMA journal_mode").ExecuteScalar()));
        Assert.Equal(2L, database.Read(connection => connection.Command("PRAGMA synchronous").ExecuteScalar()));
        Assert.Equal((long)StateSchema.Steps.Length, database.Read(connection => connection.Command("PRAGMA user_version").ExecuteScalar()));
    }

    [Fact]
    public void Open_brings_an_older_file_forward_and_refuses_a_newer_one()
    {
        using TempFolder folder = new();
        string path = folder["state.db"];
        File.WriteAllBytes(path, []);
        using (StateDatabase database = StateDatabase.Open(path))
        {
            database.Write(connection => connection.Command("INSERT INTO denials VALUES('a', 1, 'b')").ExecuteNonQuery());
            database.Write(connection => connection.Command($"PRAGMA user_version={StateSchema.Steps.Length + 1}").ExecuteNonQuery());
        }

        CommandFailure refused = Assert.Throws<CommandFailure>(() => StateDatabase.Open(path).Dispose());
        Assert.Equal(ExitCodes.SafetyRefusal, refused.ExitCode);
    }

    [Fact]
    public void Open_refuses_what_is_no_database()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["state.db"], new string('x', 8192));
        Assert.Throws<CommandFailure>(() => StateDatabase.Open(folder["state.db"]).Dispose());
    }

    [Fact]
    public void Write_that_fails_leaves_nothing()
    {
        using TempFolder folder = new();
        using StateDatabase database = StateDatabase.Open(folder["state.db"]);
        Assert.Throws<SqliteException>(() => database.Write(connection =>
        {
            connection.Command("INSERT INTO denials VALUES('a', 1, '')").ExecuteNonQuery();
            return connection.Command("INSERT INTO denials VALUES('a', 2, '')").ExecuteNonQuery();
        }));
        Assert.Equal(0L, database.Read(connection => connection.Command("SELECT count(*) FROM denials").ExecuteScalar()));
    }

    [Fact]
    public void Two_processes_see_each_others_writes()
    {
        using TempFolder folder = new();
        using StateDatabase one = StateDatabase.Open(folder["state.db"]);
        using StateDatabase other = StateDatabase.Open(folder["state.db"]);
        one.Write(connection => connection.Command("INSERT INTO denials VALUES('a', 1, '')").ExecuteNonQuery());
        other.Write(connection => connection.Command("INSERT INTO denials VALUES('b', 1, '')").ExecuteNonQuery());
        Assert.Equal(2L, one.Read(connection => connection.Command("SELECT count(*) FROM denials").ExecuteScalar()));
    }

    [Fact]
    public void Open_after_a_power_cut_at_any_byte_of_the_log_finds_a_prefix_of_the_events()
    {
        const int Writes = 40;
        int seed = Environment.TickCount;
        Random random = new(seed);
        using TempFolder folder = new();
        using StateDatabase database = StateDatabase.Open(folder["state.db"]);
        EventTable events = new(database);
        for (int i = 1; i <= Writes; i++)
            events.Append([Numbered(i), Numbered(i)], _ => { });
        byte[] main = ReadShared(folder["state.db"]);
        byte[] log = ReadShared(folder["state.db-wal"]);

        for (int cut = 0; cut < 60; cut++)
        {
            string name = $"cut-{cut}.db";
            File.WriteAllBytes(folder[name], main);
            int whole = cut == 0 ? log.Length : random.Next(log.Length);
            byte[] torn = log[..whole];
            // The last sector may hold anything.
            if (cut > 0 && torn.Length > 600)
                random.NextBytes(torn.AsSpan(torn.Length - random.Next(512)));
            File.WriteAllBytes(folder[name + "-wal"], torn);
            try
            {
                using StateDatabase after = StateDatabase.Open(folder[name]);
                IReadOnlyList<KeptEvent> found = new EventTable(after).After(0, 1000);
                Assert.Equal(0, found.Count % 2);
                Assert.Equal(Enumerable.Range(1, found.Count).Select(i => (long)i), found.Select(one => one.Sequence));
                Assert.All(found, one => Assert.Equal($"t{(one.Sequence + 1) / 2}", one.Type));
                Assert.True(cut > 0 || found.Count == 2 * Writes);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, cut {cut} at {whole}: {failure}");
            }
        }
    }

    [Fact]
    public void Events_beyond_the_capacity_are_forgotten_and_counted()
    {
        using TempFolder folder = new();
        using StateDatabase database = StateDatabase.Open(folder["state.db"]);
        EventTable events = new(database, capacity: 10);
        for (int i = 1; i <= 25; i++)
            events.Append([Numbered(i)], _ => { });
        Assert.Equal(25, events.Latest());
        Assert.Equal(Enumerable.Range(16, 10).Select(i => (long)i), events.After(0, 100).Select(one => one.Sequence));
        Assert.Equal(15, events.LostAfter(0));
        Assert.Equal(0, events.LostAfter(15));
        Assert.Equal(3, events.After(0, 3).Count);
    }

    private static KeptEvent Numbered(int i) => new(0, "2026-01-01T00:00:00.000Z", $"t{i}", "", "{}");

    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
