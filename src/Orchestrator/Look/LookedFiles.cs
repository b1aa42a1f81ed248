using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;

namespace PoolTopology.Orchestrator.Look;

/// <summary>A machine's files as a shell has seen them.</summary>
internal sealed class LookedFiles : IMachineFiles
{
    private readonly LookQuestion _question;
    private readonly FrozenSet<string> _asked;
    private readonly FrozenSet<string> _askedContent;
    private readonly (IReadOnlyDictionary<string, FileLook> Looks, IReadOnlyDictionary<string, string> Hashes) _seen;
    private readonly string _journal;
    private readonly IReadOnlyList<string> _releases;
    private readonly (long FreeBytes, long SizeBytes) _space;
    private readonly IReadOnlyDictionary<string, string> _certificates;

    public LookedFiles(
        LookQuestion question, (IReadOnlyDictionary<string, FileLook> Looks, IReadOnlyDictionary<string, string> Hashes) seen,
        string journal, IReadOnlyList<string> releases, (long FreeBytes, long SizeBytes) space,
        IReadOnlyDictionary<string, string> certificates)
    {
        _certificates = certificates;
        (_question, _seen, _journal, _space) = (question, seen, journal, space);
        _releases = [.. releases.Order(StringComparer.Ordinal)];
        _asked = question.Paths.ToFrozenSet(StringComparer.Ordinal);
        _askedContent = question.Hashed.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Reads what <c>find</c> and <c>sha256sum</c> have printed.</summary>
    public static (IReadOnlyDictionary<string, FileLook> Looks, IReadOnlyDictionary<string, string> Hashes) Read(
        LookQuestion question, string files, string hashes)
    {
        Dictionary<string, FileLook> looks = new(question.Paths.Count, StringComparer.Ordinal);
        string[] parts = files.Split('\0');
        for (int i = 0; i + LookScript.LookParts <= parts.Length; i += LookScript.LookParts)
            looks[parts[i + 7]] = LookOf(parts.AsSpan(i, LookScript.LookParts));
        if (parts.Length % LookScript.LookParts != 1)
            throw new LookException("a file with too few parts");
        const int digits = 64;
        return (looks, hashes.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            line => line.Length > digits + 2 ? line[(digits + 2)..] : throw new LookException("no hash"),
            line => line[..digits], StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public FileLook? Look(string path) => _asked.Contains(path)
        ? _seen.Looks.GetValueOrDefault(path)
        : throw new LookException($"{path} was not looked at");

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder) =>
        folder == AgentPaths.Releases ? _releases : throw new LookException($"{folder} was not listed");

    /// <inheritdoc/>
    public byte[]? Read(string path, int maximumBytes)
    {
        if (path == AgentPaths.Journal)
            return _journal.Length > 0 ? Encoding.UTF8.GetBytes(_journal) : null;
        if (_certificates.TryGetValue(path, out string? certificates))
            return Encoding.UTF8.GetBytes(certificates);
        // A manifest is named by its hash: where the hash is right, its bytes are those that we have.
        return path == AgentPaths.Manifest(_question.Release) && Hash(path) == _question.Release
            ? _question.Manifest.ToArray()
            : throw new LookException($"{path} was not read");
    }

    /// <inheritdoc/>
    public string? Hash(string path) => _askedContent.Contains(path)
        ? _seen.Hashes.GetValueOrDefault(path)
        : throw new LookException($"the content of {path} was not looked at");

    /// <inheritdoc/>
    public (long FreeBytes, long SizeBytes) Space(string path) => _space;

    /// <inheritdoc/>
    public void MakeFolder(string path, UnixFileMode mode) => throw Refuse();

    /// <inheritdoc/>
    public void Append(string path, ReadOnlySpan<byte> bytes) => throw Refuse();

    /// <inheritdoc/>
    public void Truncate(string path, long sizeBytes) => throw Refuse();

    /// <inheritdoc/>
    public void Copy(string from, string to) => throw Refuse();

    /// <inheritdoc/>
    public void SetOwnership(string path, UnixFileMode mode, string owner, string group) => throw Refuse();

    /// <inheritdoc/>
    public void SetTime(string path, long unixSeconds) => throw Refuse();

    /// <inheritdoc/>
    public void Sync(string path) => throw Refuse();

    /// <inheritdoc/>
    public void SyncFolder(string path) => throw Refuse();

    /// <inheritdoc/>
    public void Rename(string from, string to) => throw Refuse();

    /// <inheritdoc/>
    public void MakeLink(string path, string target) => throw Refuse();

    /// <inheritdoc/>
    public void MakeHardLink(string existing, string path) => throw Refuse();

    /// <inheritdoc/>
    public void Delete(string path) => throw Refuse();

    /// <inheritdoc/>
    public void DeleteFolder(string path) => throw Refuse();

    private static LookException Refuse() => new("a look changes nothing");

    private static FileLook LookOf(ReadOnlySpan<string> parts)
    {
        FileKind kind = parts[0] switch
        {
            "f" => FileKind.File,
            "d" => FileKind.Folder,
            "l" => FileKind.Link,
            _ => FileKind.Other,
        };
        return new FileLook(
            kind, (UnixFileMode)Convert.ToInt32(parts[1], 8), parts[2], parts[3],
            kind == FileKind.File ? long.Parse(parts[4], CultureInfo.InvariantCulture) : 0, parts[6],
            int.Parse(parts[5], CultureInfo.InvariantCulture))
        {
            WrittenUnixSeconds = long.Parse(parts[8].AsSpan(0, Math.Max(0, parts[8].IndexOf('.'))), CultureInfo.InvariantCulture),
        };
    }
}
