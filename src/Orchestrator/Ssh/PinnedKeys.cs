using System.Text;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>The host keys that topology.yaml pins, as a known_hosts file of this deployment alone.</summary>
internal static class PinnedKeys
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file, if it is not as it should be.</summary>
    /// <returns>Its path; null where nothing is pinned.</returns>
    public static string? Write(string path, IEnumerable<SshTarget> targets)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(string.Concat(targets
            .Where(target => target.HostKey is not null)
            .OrderBy(target => target.Machine, StringComparer.Ordinal)
            .Select(target => $"{target.KeyAlias} {target.HostKey}\n")));
        if (wanted.Length == 0)
            return null;
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(wanted))
            return path;
        string beside = $"{path}.{Environment.ProcessId}.new";
        using (FileStream file = new(beside, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Mode,
        }))
            file.Write(wanted);
        File.Move(beside, path, overwrite: true);
        return path;
    }
}
