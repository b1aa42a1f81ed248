using System.Security.Cryptography;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The files of the machine that the agent runs on, or of an image below a folder.</summary>
/// <param name="root">Empty for the machine itself; else the folder that stands for <c>/</c>.</param>
internal sealed class PosixFiles(string root) : IMachineFiles
{
    private const int KindMask = 0xf000;
    private const int KindLink = 0xa000;
    private const int KindFile = 0x8000;
    private const int KindFolder = 0x4000;
    private const int PermissionMask = 0xfff;

    private readonly Lazy<Accounts> _accounts = new(() => Accounts.Read(root + "/etc/passwd", root + "/etc/group"));

    /// <inheritdoc/>
    public FileLook? Look(string path) => Try(path, full =>
    {
        if (PosixCalls.Look(full) is not { } facts)
            return null;
        FileKind kind = (facts.Mode & KindMask) switch
        {
            KindLink => FileKind.Link,
            KindFile => FileKind.File,
            KindFolder => FileKind.Folder,
            _ => FileKind.Other,
        };
        return new FileLook(
            kind,
            (UnixFileMode)(facts.Mode & PermissionMask),
            _accounts.Value.UserName(facts.Owner),
            _accounts.Value.GroupName(facts.Group),
            kind == FileKind.File ? facts.SizeBytes : 0,
            kind == FileKind.Link ? new FileInfo(full).LinkTarget ?? "" : "",
            facts.Names)
        {
            WrittenUnixSeconds = facts.WrittenUnixSeconds,
        };
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder) => Try(folder, full =>
    {
        string[] names = Directory.Exists(full)
            ? [.. Directory.EnumerateFileSystemEntries(full).Select(Path.GetFileName).OfType<string>()]
            : [];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    });

    /// <inheritdoc/>
    public byte[]? Read(string path, int maximumBytes) => Try(path, full =>
    {
        if (Followed(full) is not { } file)
            return null;
        using FileStream stream = File.OpenRead(file);
        if (stream.Length > maximumBytes)
            throw new MachineFailure(
                Refused.Types.Code.TooLarge, $"{path} has {stream.Length} bytes; {maximumBytes} are the most");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    /// <inheritdoc/>
    public string? Hash(string path) => Try(path, full =>
    {
        if (Followed(full) is not { } file)
            return null;
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    });

    /// <inheritdoc/>
    public void MakeFolder(string path, UnixFileMode mode) => Try(path, full =>
    {
        if (Directory.Exists(full))
            return true;
        string above = Path.GetDirectoryName(path)!; // Paths are absolute and "/" is there.
        MakeFolder(above, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(full, mode);
        // Whatever the umask of the session says.
        File.SetUnixFileMode(full, mode);
        SyncFolder(above);
        return true;
    });

    /// <inheritdoc/>
    public void Append(string path, ReadOnlySpan<byte> bytes)
    {
        // A span cannot go into a lambda.
        string full = Full(path);
        try
        {
            using FileStream stream = new(full, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            stream.Write(bytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, refused);
        }
    }

    /// <inheritdoc/>
    public void Truncate(string path, long sizeBytes) => Try(path, full =>
    {
        using FileStream stream = new(full, FileMode.Open, FileAccess.Write);
        stream.SetLength(sizeBytes);
        return true;
    });

    /// <inheritdoc/>
    public void Copy(string from, string to) => Try(from, full =>
    {
        File.Delete(Full(to));
        File.Copy(full, Full(to));
        return true;
    });

    /// <inheritdoc/>
    public void SetOwnership(string path, UnixFileMode mode, string owner, string group) => Try(path, full =>
    {
        // Below a folder an ordinary user may try things out; the files are then that user's.
        if (Environment.IsPrivilegedProcess)
            PosixCalls.ChangeOwner(full, _accounts.Value.User(owner), _accounts.Value.Group(group));
        // After the owner: changing that takes set-user-id bits away.
        File.SetUnixFileMode(full, mode);
        return true;
    });

    /// <inheritdoc/>
    public void SetTime(string path, long unixSeconds) => Try(path, full =>
    {
        File.SetLastWriteTimeUtc(full, DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime);
        return true;
    });

    /// <inheritdoc/>
    public void Sync(string path) => Try(path, full =>
    {
        PosixCalls.Sync(full);
        return true;
    });

    /// <inheritdoc/>
    public void SyncFolder(string path) => Sync(path);

    /// <inheritdoc/>
    public void Rename(string from, string to) => Try(from, full =>
    {
        PosixCalls.Rename(full, Full(to));
        return true;
    });

    /// <inheritdoc/>
    public void MakeLink(string path, string target) => Try(path, full =>
    {
        File.CreateSymbolicLink(full, target);
        return true;
    });

    /// <inheritdoc/>
    public void MakeHardLink(string existing, string path) => Try(existing, full =>
    {
        PosixCalls.MakeHardLink(full, Full(path));
        return true;
    });

    /// <inheritdoc/>
    public void Delete(string path) => Try(path, full =>
    {
        if (PosixCalls.Look(full) is not null)
            File.Delete(full);
        return true;
    });

    /// <inheritdoc/>
    public void DeleteFolder(string path) => Try(path, full =>
    {
        if (Directory.Exists(full))
            Directory.Delete(full, recursive: true);
        return true;
    });

    /// <inheritdoc/>
    public (long FreeBytes, long SizeBytes) Space(string path) => Try(path, full =>
    {
        while (!Directory.Exists(full))
            full = Path.GetDirectoryName(full)!; // Ends at "/" at the latest.
        DriveInfo disk = new(full);
        return (disk.AvailableFreeSpace, disk.TotalSize);
    });

    private string Full(string path) => root + path;

    /// <summary>The file that a path leads to; links are followed inside the root. Null where they lead nowhere.</summary>
    private string? Followed(string full)
    {
        const int MaximumLinks = 40;
        for (int links = 0; links <= MaximumLinks; links++)
        {
            if (LinkOnTheWay(full) is not { } link)
                return File.Exists(full) ? full : null;
            string target = new FileInfo(link).LinkTarget ?? "";
            string resolved = target.StartsWith('/')
                ? root + target
                : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link)!, target)); // A link has a folder.
            full = resolved + full[link.Length..];
        }

        return null;
    }

    /// <summary>The first part of a path that is a link; null where none is.</summary>
    private string? LinkOnTheWay(string full)
    {
        for (int end = full.IndexOf('/', root.Length + 1); ; end = full.IndexOf('/', end + 1))
        {
            string part = end < 0 ? full : full[..end];
            if (PosixCalls.Look(part) is { } facts && (facts.Mode & KindMask) == KindLink)
                return part;
            if (end < 0)
                return null;
        }
    }

    private T Try<T>(string path, Func<string, T> operation)
    {
        try
        {
            return operation(Full(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, refused);
        }
    }

    private static MachineFailure Explain(string path, Exception refused) => refused is IOException { HResult: PosixCalls.NoSpace }
        ? new MachineFailure(Refused.Types.Code.NoSpace, $"{path}: no space is left on the disk", refused)
        : new MachineFailure(Refused.Types.Code.FileFailed, $"{path}: {refused.Message}", refused);
}
