using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Protobuf;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Releases;

/// <summary>Reads manifests, and refuses those that could do harm or cannot be kept.</summary>
internal static class ManifestReader
{
    /// <summary>The most files of a release.</summary>
    public const int MaximumFiles = 4096;

    /// <summary>The longest manifest, in bytes.</summary>
    public const int MaximumSizeBytes = 4 * 1024 * 1024;

    private const int MaximumPathLength = 1024;
    private const int HashLength = 64;
    private const uint PermissionBits = 0x1ff;

    // A release may place files where configuration lives, never over what the agent itself or the pool's keys rest on.
    private static readonly string[] Allowed = ["/etc/", "/opt/", "/usr/local/", "/var/lib/"];

    private static readonly string[] Forbidden =
    [
        AgentPaths.Releases, AgentPaths.Objects, AgentPaths.Incoming, AgentPaths.Current, AgentPaths.State,
        "/etc/pooltopology/keys", "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow",
    ];

    /// <summary>The manifest in these bytes.</summary>
    /// <exception cref="MachineFailure">It cannot be accepted; says which file and why.</exception>
    public static ReleaseManifest Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumSizeBytes)
            throw new MachineFailure(
                Refused.Types.Code.TooLarge, $"a manifest of {bytes.Length} bytes; {MaximumSizeBytes} are the most");
        Manifest manifest;
        try
        {
            manifest = Manifest.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new MachineFailure(Refused.Types.Code.BadRequest, $"no manifest: {malformed.Message}", malformed);
        }

        if (manifest.Format != AgentProtocol.ManifestFormat)
            throw Bad($"manifest format {manifest.Format}; this agent reads format {AgentProtocol.ManifestFormat}");
        if (manifest.Files.Count > MaximumFiles)
            throw new MachineFailure(
                Refused.Types.Code.TooLarge, $"a release of {manifest.Files.Count} files; {MaximumFiles} are the most");
        ImmutableArray<ReleaseFile> files = [.. manifest.Files.Select(Check)];
        for (int i = 1; i < files.Length; i++)
        {
            if (string.CompareOrdinal(files[i - 1].Path, files[i].Path) >= 0)
                throw Bad($"{files[i].Path} does not come after {files[i - 1].Path}: paths ascend, none twice");
            if (files[i].Path.StartsWith(files[i - 1].Path + "/", StringComparison.Ordinal))
                throw Bad($"{files[i - 1].Path} is a file and cannot hold {files[i].Path}");
        }

        return new ReleaseManifest(HashOf(bytes.Span), manifest.Architecture, files);
    }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A text is a SHA-256 in lower-case hexadecimal.</summary>
    public static bool IsHash(string text) =>
        text.Length == HashLength && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private static ReleaseFile Check(ManifestFile file)
    {
        FilePlace place = file.Place switch
        {
            ManifestFile.Types.Place.Linked => FilePlace.Linked,
            ManifestFile.Types.Place.Copied => FilePlace.Copied,
            ManifestFile.Types.Place.Internal => FilePlace.Internal,
            _ => throw Bad($"{file.Path}: place {(int)file.Place} is not known"),
        };
        if (PathProblem(file.Path, place) is { } problem)
            throw Bad($"{file.Path}: {problem}");
        if (!IsHash(file.Sha256))
            throw Bad($"{file.Path}: '{file.Sha256}' is no SHA-256");
        if (file.SizeBytes > long.MaxValue / MaximumFiles)
            throw Bad($"{file.Path}: {file.SizeBytes} bytes");
        if ((file.Mode & ~PermissionBits) != 0)
            throw Bad($"{file.Path}: mode {Convert.ToString(file.Mode, 8)} is more than permissions");
        string owner = AccountName(file, file.Owner);
        string group = AccountName(file, file.Group);
        return new ReleaseFile(
            file.Path, file.Sha256, (long)file.SizeBytes, (UnixFileMode)file.Mode, owner, group, place);
    }

    private static string? PathProblem(string path, FilePlace place)
    {
        if (path.Length is 0 or > MaximumPathLength || path.Any(char.IsControl))
            return $"a path of 1 to {MaximumPathLength} printable characters is needed";
        string[] parts = (place == FilePlace.Internal ? path : path[1..]).Split('/');
        if (parts.Any(part => part is "" or "." or ".."))
            return "empty parts, '.' and '..' are not accepted";
        if (place == FilePlace.Internal)
            return parts[0] is "root" or "manifest" ? "that name in a release is taken" : null;
        if (!Allowed.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            return $"releases place files below {string.Join(", ", Allowed)} only";
        return Forbidden.Any(taken => path == taken || path.StartsWith(taken + "/", StringComparison.Ordinal))
            ? "no release may place a file there"
            : null;
    }

    private static string AccountName(ManifestFile file, string name) =>
        name.Length == 0 ? "root"
        : name.Length <= 32 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_') ? name
        : throw Bad($"{file.Path}: '{name}' is no name of a user or group");

    private static MachineFailure Bad(string sentence) => new(Refused.Types.Code.BadRequest, sentence);
}
