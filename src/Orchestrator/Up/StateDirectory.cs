using System.Globalization;
using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Up;

/// <summary>A state directory that this process has for itself: created or recognised, and locked.</summary>
/// <remarks>The lock is the kernel's: it ends with the process, whatever kills it. Dispose to give it back.</remarks>
internal sealed class StateDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream? _lock;

    private StateDirectory(StatePaths paths, FileStream? held)
    {
        Paths = paths;
        _lock = held;
    }

    /// <summary>Where everything lies.</summary>
    public StatePaths Paths { get; }

    /// <summary>Takes a directory: makes it where it does not exist, refuses one that is not a state directory.</summary>
    /// <exception cref="CommandFailure">It is not ours, of a newer layout, or in use.</exception>
    public static StateDirectory Open(string path)
    {
        StatePaths paths = new(Path.GetFullPath(path));
        if (!IsUntouched(paths))
            RequireOurs(paths);
        Directory.CreateDirectory(paths.Root, OwnerOnly);
        FileStream held = Lock(paths);
        // Looked at again under the lock: another process may have made it meanwhile.
        if (IsUntouched(paths))
            WriteAtomically(paths.Marker, StateMarker.New.ToJson());
        Directory.CreateDirectory(paths.Run, OwnerOnly);
        Directory.CreateDirectory(paths.Logs, OwnerOnly);
        File.WriteAllText(paths.PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new StateDirectory(paths, held);
    }

    /// <summary>
    /// The same for a deployment, which has a lock of its own: a <c>pool serve</c> that holds the directory does not
    /// keep it out.
    /// </summary>
    /// <exception cref="CommandFailure">It is not ours, of a newer layout, or in use by another pool than a service.</exception>
    public static StateDirectory OpenBesideService(string path)
    {
        StatePaths paths = new(Path.GetFullPath(path));
        try
        {
            return Open(path);
        }
        catch (CommandFailure inUse) when (inUse.ExitCode == ExitCodes.LockHeld && Serve.ServiceStore.HasAuthority(paths.Root))
        {
            RequireOurs(paths);
            return new StateDirectory(paths, null);
        }
    }

    /// <summary>The marker as it is now.</summary>
    public StateMarker Marker => RequireOurs(Paths);

    /// <summary>Writes down which producer holds the pool's hot keys.</summary>
    public void SetProducer(string producer) =>
        WriteAtomically(Paths.Marker, (StateMarker.New with { Producer = producer }).ToJson());

    /// <summary>Deletes everything but the lock and the marker: the next chain begins at its genesis.</summary>
    /// <exception cref="CommandFailure">
    /// A deployment or a service keeps its log, keys or certificates here; nothing was deleted.
    /// </exception>
    public void Clear()
    {
        if (Paths.OfOthers.FirstOrDefault(Path.Exists) is { } others)
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                $"{others} belongs to machines that were deployed from here, and a fresh chain would delete it: nothing was touched",
                "run this pool in another directory: --state");
        foreach (string entry in Directory.EnumerateFileSystemEntries(Paths.Root))
        {
            if (entry == Paths.Lock || entry == Paths.Marker || entry == Paths.Run || entry == Paths.KnownHosts)
                continue;
            if (Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null)
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }

        WriteAtomically(Paths.Marker, StateMarker.New.ToJson());
        Directory.CreateDirectory(Paths.Logs, OwnerOnly);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_lock is null)
            return;
        File.Delete(Paths.PidFile);
        _lock.Dispose();
    }

    /// <summary>Writes a file so that a reader sees the old text or the new one.</summary>
    internal static void WriteAtomically(string path, string text)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.new";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }

    // Absent, empty, or with nothing but what a start leaves that was cut off before the marker stood, and what a
    // deployment keeps here before it has a devnet.
    private static bool IsUntouched(StatePaths paths) =>
        !Directory.Exists(paths.Root)
        || Directory.EnumerateFileSystemEntries(paths.Root)
            .All(entry => entry == paths.Lock || (entry.StartsWith(paths.Marker + ".", StringComparison.Ordinal) && entry.EndsWith(".new", StringComparison.Ordinal))
                || entry == paths.Rollout || entry == paths.KnownHosts);

    private static StateMarker RequireOurs(StatePaths paths)
    {
        StateMarker? marker = File.Exists(paths.Marker) ? StateMarker.TryParse(File.ReadAllText(paths.Marker)) : null;
        if (marker is null)
        {
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                $"{paths.Root} is not empty and not a state directory of pool: nothing was touched",
                "name another directory with --state");
        }

        if (marker.Version > StateMarker.CurrentVersion)
        {
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                $"{paths.Root} has layout {marker.Version}; this program knows {StateMarker.CurrentVersion}",
                "use the newer pool that made it, or another directory with --state");
        }

        return marker;
    }

    private static FileStream Lock(StatePaths paths)
    {
        try
        {
            FileStreamOptions exclusive = new()
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            return new FileStream(paths.Lock, exclusive);
        }
        catch (IOException)
        {
            string holder = File.Exists(paths.PidFile) ? $" (pid {File.ReadAllText(paths.PidFile).Trim()})" : "";
            throw new CommandFailure(ExitCodes.LockHeld,
                $"another pool works on {paths.Root}{holder}", "stop it first, or name another directory with --state");
        }
    }
}
