using PoolTopology.Storage.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.Files;

public sealed class DiskFileSystemTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pooltopology-files-").FullName;
    private readonly DiskFileSystem _files;

    public DiskFileSystemTests() => _files = new DiskFileSystem(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Append_flush_truncate_and_read_see_the_same_bytes()
    {
        _files.CreateFolder("a/b");
        using IAppendFile file = _files.OpenAppend("a/b/c");
        file.Append([1, 2, 3, 4]);
        file.Append([5]);
        file.Flush();
        Assert.Equal(5, file.SizeBytes);
        file.Truncate(3);
        file.Append([9]);
        _files.FlushFolder("a/b");
        Assert.Equal([1, 2, 3, 9], _files.ReadAll("a/b/c"));
        Assert.Equal([new FolderEntry("c", 4)], _files.List("a/b"));
    }

    [Fact]
    public void OpenAppend_of_an_existing_file_continues_at_its_end()
    {
        _files.OpenAppendAndWrite("f", [1]);
        _files.OpenAppendAndWrite("f", [2]);
        Assert.Equal([1, 2], _files.ReadAll("f"));
    }

    [Fact]
    public void Read_beyond_the_end_returns_what_is_there()
    {
        _files.OpenAppendAndWrite("f", [1, 2, 3]);
        using IReadFile file = _files.OpenRead("f");
        byte[] into = new byte[8];
        Assert.Equal(2, file.Read(1, into));
        Assert.Equal(0, file.Read(5, into));
    }

    [Fact]
    public void ReplaceAtomically_leaves_the_new_bytes_and_no_temporary_file()
    {
        _files.ReplaceAtomically("f", [1, 2]);
        _files.ReplaceAtomically("f", [3]);
        Assert.Equal([3], _files.ReadAll("f"));
        Assert.Equal(["f"], _files.List("").Select(file => file.Name));
    }

    [Fact]
    public void OpenRead_of_a_missing_file_is_typed_and_names_it()
    {
        StorageException e = Assert.Throws<StorageException>(() => _files.OpenRead("no/such"));
        Assert.Equal(StorageFault.Missing, e.Fault);
        Assert.Equal(Path.Combine(_root, "no/such"), e.File);
    }

    [Fact]
    public void Lock_taken_twice_is_refused_until_it_is_released()
    {
        using (_files.Lock("lock"))
        {
            StorageException e = Assert.Throws<StorageException>(() => _files.Lock("lock"));
            Assert.Equal(StorageFault.Locked, e.Fault);
            Assert.Contains("another process", e.Message, StringComparison.Ordinal);
        }
        _files.Lock("lock").Dispose();
    }

    [Fact]
    public void Delete_while_open_goes_on_reading()
    {
        _files.OpenAppendAndWrite("f", [1, 2, 3]);
        using IReadFile file = _files.OpenRead("f");
        _files.Delete("f");
        _files.Delete("f");
        byte[] into = new byte[3];
        Assert.Equal(3, file.Read(0, into));
        Assert.False(_files.Exists("f"));
    }

    [Fact]
    public void Append_on_a_full_device_is_typed_and_says_what_to_do()
    {
        // Linux has a device that is always full; elsewhere the simulated files show the same.
        if (!File.Exists("/dev/full"))
            return;
        using IAppendFile full = new DiskFileSystem("/dev").OpenAppend("full");
        StorageException e = Assert.Throws<StorageException>(() => full.Append([1, 2, 3]));
        Assert.Equal((StorageFault.DiskFull, "/dev/full"), (e.Fault, e.File));
        Assert.Contains("Free space", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, full.SizeBytes);
    }

    [Fact]
    public void OpenAppend_below_a_file_instead_of_a_folder_is_typed()
    {
        _files.OpenAppendAndWrite("f", [1]);
        Assert.Throws<StorageException>(() => _files.OpenAppend("f/g"));
        Assert.Throws<StorageException>(() => _files.FlushFolder("none"));
    }
}
