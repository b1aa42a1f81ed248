using PoolTopology.Storage.Files;

namespace PoolTopology.TestKit.Files;

/// <summary>Files in memory on a machine that loses power, runs full and flips bits when a test says so.</summary>
/// <remarks>
/// After <see cref="Crash"/> only what was flushed is sure to be there; of the rest each file and each folder entry
/// keeps, loses or garbles its part on its own. Everything follows from the seed.
/// Cost: one thread.
/// </remarks>
public sealed class SimulatedFileSystem(int seed) : IFileSystem
{
    private readonly Random _random = new(seed);
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private SortedDictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);
    private SortedDictionary<string, SimulatedFile> _durable = new(StringComparer.Ordinal);
    private int _generation;
    private int _operationsLeft = int.MaxValue;
    private bool _isDown;

    /// <summary>How many bytes all files together may take.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    /// <summary>Every flush fails from now on.</summary>
    public bool IsFlushFailing { get; set; }

    /// <summary>How many operations that change something were done.</summary>
    public int Operations { get; private set; }

    /// <summary>How often a file was flushed.</summary>
    public int Flushes { get; private set; }

    /// <summary>The paths of all files.</summary>
    public IReadOnlyList<string> Paths => [.. _files.Keys];

    /// <summary>The bytes of all files together.</summary>
    public long UsedBytes => _files.Values.Distinct().Sum(file => (long)file.Count);

    /// <summary>Lets the machine stop in the middle of a later operation.</summary>
    /// <param name="operations">How many operations are still done as a whole.</param>
    public void CrashAfter(int operations) => _operationsLeft = operations;

    /// <summary>The power fails now, and the machine starts again.</summary>
    public void Crash()
    {
        SortedDictionary<string, SimulatedFile> survivors = new(StringComparer.Ordinal);
        foreach (string path in _files.Keys.Union(_durable.Keys).Order(StringComparer.Ordinal))
        {
            SimulatedFile? now = _files.GetValueOrDefault(path);
            SimulatedFile? durable = _durable.GetValueOrDefault(path);
            SimulatedFile? survivor = now == durable || _random.Next(2) == 0 ? durable : now;
            if (survivor is not null)
                survivors[path] = survivor;
        }
        foreach (SimulatedFile file in survivors.Values.Distinct())
            file.LosePower(_random);
        _files = survivors;
        _durable = new SortedDictionary<string, SimulatedFile>(survivors, StringComparer.Ordinal);
        Restart();
    }

    /// <summary>The process is killed and starts again; the operating system loses nothing.</summary>
    public void Restart()
    {
        _locks.Clear();
        _generation++;
        _operationsLeft = int.MaxValue;
        _isDown = false;
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] BytesOf(string path) => _files[path].Bytes.ToArray();

    /// <summary>Puts a file there, durably.</summary>
    public void Place(string path, ReadOnlySpan<byte> bytes)
    {
        SimulatedFile file = new();
        file.Replace(bytes);
        _files[path] = _durable[path] = file;
    }

    /// <summary>Changes one bit of a file, on the device as well.</summary>
    public void FlipBit(string path, long bit) => _files[path].FlipBit(bit);

    /// <inheritdoc/>
    public string Describe(string path) => "sim:/" + path;

    /// <inheritdoc/>
    public IReadOnlyList<FolderEntry> List(string folder)
    {
        string prefix = folder.Length == 0 ? "" : folder + "/";
        List<FolderEntry> entries = [];
        foreach ((string path, SimulatedFile file) in _files)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Contains('/'))
                entries.Add(new FolderEntry(path[prefix.Length..], file.Count));
        }
        return entries;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string folder)
    {
        string prefix = folder.Length == 0 ? "" : folder + "/";
        return
        [
            .. _files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
                .Select(path => path[prefix.Length..])
                .Where(rest => rest.Contains('/'))
                .Select(rest => rest[..rest.IndexOf('/', StringComparison.Ordinal)])
                .Distinct(),
        ];
    }

    /// <inheritdoc/>
    public bool Exists(string path) => _files.ContainsKey(path);

    /// <inheritdoc/>
    public void CreateFolder(string folder) => RequireUp();

    /// <inheritdoc/>
    /// <remarks>A folder without files does not exist here.</remarks>
    public void DeleteFolder(string folder) => RequireUp();

    /// <inheritdoc/>
    public IReadFile OpenRead(string path)
    {
        RequireUp();
        return _files.TryGetValue(path, out SimulatedFile? file)
            ? new ReadHandle(this, file)
            : throw new StorageException(StorageFault.Missing, Describe(path), null, "no such file", "");
    }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        if (!_files.TryGetValue(path, out SimulatedFile? file))
        {
            Change(() => { });
            _files[path] = file = new SimulatedFile();
        }
        return new AppendHandle(this, path, file);
    }

    /// <inheritdoc/>
    public void Rename(string source, string target)
    {
        Change(() => { });
        _files[target] = _files[source];
        _files.Remove(source);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        if (!_files.ContainsKey(path))
            return;
        Change(() => { });
        _files.Remove(path);
    }

    /// <inheritdoc/>
    public void FlushFolder(string folder)
    {
        Change(() => { });
        string prefix = folder.Length == 0 ? "" : folder + "/";
        foreach (string path in _files.Keys.Union(_durable.Keys).ToList())
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal) || path[prefix.Length..].Contains('/'))
                continue;
            if (_files.TryGetValue(path, out SimulatedFile? file))
                _durable[path] = file;
            else
                _durable.Remove(path);
        }
    }

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        OpenAppend(path).Dispose();
        if (!_locks.Add(path))
            throw new StorageException(StorageFault.Locked, Describe(path), null, "the lock is taken", "");
        return new LockHandle(this, path);
    }

    private void RequireUp()
    {
        if (_isDown)
            throw new SimulatedCrashException();
    }

    /// <summary>Counts an operation; on the last one before a crash does only a part of it.</summary>
    private void Change(Action doPart)
    {
        RequireUp();
        Operations++;
        if (_operationsLeft-- > 0)
            return;
        doPart();
        _isDown = true;
        throw new SimulatedCrashException();
    }

    private void RequireCurrent(int generation)
    {
        RequireUp();
        if (generation != _generation)
            throw new SimulatedCrashException();
    }

    private void Append(SimulatedFile file, string path, ReadOnlySpan<byte> bytes)
    {
        byte[] part = bytes[.._random.Next(bytes.Length + 1)].ToArray();
        Change(() => file.Append(part));
        long room = CapacityBytes - UsedBytes;
        if (bytes.Length > room)
        {
            file.Append(bytes[..(int)Math.Max(0, room)]);
            throw new StorageException(StorageFault.DiskFull, Describe(path), file.Count, "the disk is full", "");
        }
        file.Append(bytes);
    }

    private void Flush(SimulatedFile file, string path)
    {
        Change(() =>
        {
            if (_random.Next(2) == 0)
                file.Flush();
        });
        if (IsFlushFailing)
            throw new StorageException(StorageFault.DeviceError, Describe(path), null, "flush failed", "");
        Flushes++;
        file.Flush();
    }

    private sealed class ReadHandle(SimulatedFileSystem machine, SimulatedFile file) : IReadFile
    {
        private readonly int _generation = machine._generation;

        public long SizeBytes => file.Count;

        public int Read(long offsetBytes, Span<byte> into)
        {
            machine.RequireCurrent(_generation);
            if (offsetBytes >= file.Count)
                return 0;
            ReadOnlySpan<byte> rest = file.Bytes[(int)offsetBytes..];
            int count = Math.Min(rest.Length, into.Length);
            rest[..count].CopyTo(into);
            return count;
        }

        public void Dispose()
        {
        }
    }

    private sealed class AppendHandle(SimulatedFileSystem machine, string path, SimulatedFile file) : IAppendFile
    {
        private readonly int _generation = machine._generation;

        public long SizeBytes { get; private set; } = file.Count;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            machine.RequireCurrent(_generation);
            // As with a write at an offset: what a failed append left behind the size is overwritten.
            file.Truncate((int)SizeBytes);
            machine.Append(file, path, bytes);
            SizeBytes += bytes.Length;
        }

        public void Flush()
        {
            machine.RequireCurrent(_generation);
            machine.Flush(file, path);
        }

        public void Truncate(long sizeBytes)
        {
            machine.RequireCurrent(_generation);
            machine.Change(() => { });
            file.Truncate((int)sizeBytes);
            SizeBytes = sizeBytes;
        }

        public void Dispose()
        {
        }
    }

    private sealed class LockHandle(SimulatedFileSystem machine, string path) : IDisposable
    {
        private readonly int _generation = machine._generation;

        public void Dispose()
        {
            if (_generation == machine._generation)
                machine._locks.Remove(path);
        }
    }
}
