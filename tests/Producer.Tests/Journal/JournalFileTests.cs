using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;
using Xunit;

namespace PoolTopology.Producer.Tests.Journal;

/// <summary>The journal on a real disk.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    // Another pool for each test: the lock is the machine's.
    private readonly Hash28 _pool = new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Hash28.SizeBytes));

    private string JournalPath => Path.Combine(_folder.FullName, "forge.journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_twice_is_refused_until_the_first_is_closed()
    {
        using (JournalFile? first = JournalFile.TryOpen(JournalPath, _pool))
        {
            Assert.NotNull(first);
            Assert.Null(JournalFile.TryOpen(JournalPath, _pool));
        }
        using JournalFile? again = JournalFile.TryOpen(JournalPath, _pool);
        Assert.NotNull(again);
    }

    [Fact]
    public void Open_another_journal_for_the_same_pool_is_refused()
    {
        string copy = JournalPath + ".copy";
        using (JournalFile? first = JournalFile.TryOpen(JournalPath, _pool))
        {
            Assert.NotNull(first);
            Assert.Null(JournalFile.TryOpen(copy, _pool));
            using JournalFile? otherPool = JournalFile.TryOpen(copy, default);
            Assert.NotNull(otherPool);
        }
        using JournalFile? again = JournalFile.TryOpen(copy, _pool);
        Assert.NotNull(again);
    }

    [Fact]
    public void Open_that_fails_lets_the_pool_go()
    {
        Assert.ThrowsAny<IOException>(() => JournalFile.TryOpen(_folder.FullName, _pool));
        using JournalFile? file = JournalFile.TryOpen(JournalPath, _pool);
        Assert.NotNull(file);
    }

    [Fact]
    public void Open_creates_a_file_for_its_owner_alone()
    {
        using JournalFile? file = JournalFile.TryOpen(JournalPath, _pool);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(JournalPath));
    }

    [Fact]
    public void Open_where_nothing_can_be_written_is_an_io_error()
    {
        Assert.ThrowsAny<IOException>(() => JournalFile.TryOpen(_folder.FullName, _pool));
        Assert.ThrowsAny<IOException>(() => JournalFile.TryOpen(Path.Combine(_folder.FullName, "no", "journal"), _pool));
    }

    [Fact]
    public void Journal_remembers_across_processes()
    {
        for (ulong slot = 1; slot < 4; slot++)
        {
            JournalOpening.Opened opened = Assert.IsType<JournalOpening.Opened>(
                ForgeJournal.Open(JournalFile.TryOpen(JournalPath, _pool)!, _pool));
            using ForgeJournal journal = opened.Journal;
            Assert.Equal(slot == 1 ? null : new Slot(slot - 1), opened.Watermark);
            Assert.IsType<JournalGrant.Granted>(
                journal.Request(new ForgeRecord(new Slot(slot), 0, default, null, default)));
        }
        Assert.Equal(40 + (3 * 92), new FileInfo(JournalPath).Length);
    }
}
