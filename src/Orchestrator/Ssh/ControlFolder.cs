using PoolTopology.Orchestrator.Agent.Machine;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>Where the sockets of shared connections lie: a folder that only this user can enter.</summary>
internal static class ControlFolder
{
    // sockaddr_un has 108 bytes with the final zero; "/12345678-" and %C take 50, the suffix of a socket in the making 17.
    private const int MaximumPathLength = 40;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The first place that will do; null where none does, and then nothing is shared.</summary>
    public static string? Find() => Choose(
    [
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh"),
        "/tmp",
    ]);

    /// <summary>The first folder above that can hold a private folder with a name that is short enough.</summary>
    public static string? Choose(IEnumerable<string?> above) => above
        .Where(folder => folder is { Length: > 0 } && folder.StartsWith('/') && Directory.Exists(folder))
        .Select(folder => Path.Combine(folder!, $"pool-{Environment.UserName}"))
        .FirstOrDefault(folder => folder.Length <= MaximumPathLength && IsPrivate(folder));

    /// <summary>Whoever can reach a socket can use the connection: a folder that others made or can enter will not do.</summary>
    private static bool IsPrivate(string folder)
    {
        try
        {
            if (PosixCalls.Look(folder) is null)
                Directory.CreateDirectory(folder, Private);
            // Links are not followed. Only the owner may set a mode, or root, who must own it, too.
            if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null }
                || (Environment.IsPrivilegedProcess && PosixCalls.Look(folder) is not { Owner: 0 }))
                return false;
            File.SetUnixFileMode(folder, Private);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
