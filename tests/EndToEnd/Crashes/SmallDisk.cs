using System.Globalization;
using PoolTopology.EndToEnd.Support;

namespace PoolTopology.EndToEnd.Crashes;

/// <summary>A file system in memory of a given size (root only). Dispose unmounts it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>Mounts one; null where this process may not.</summary>
    public static async Task<SmallDisk?> TryMountAsync(string folder, long sizeBytes)
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        Directory.CreateDirectory(folder);
        Finished mounted = await Programs.RunAsync(
            "mount", "-t", "tmpfs", "-o", Size(sizeBytes), "tmpfs", folder);
        return mounted.ExitCode == 0 ? new SmallDisk(folder) : null;
    }

    /// <summary>Gives it another size; what it holds stays.</summary>
    public async Task ResizeAsync(long sizeBytes)
    {
        Finished resized = await Programs.RunAsync("mount", "-o", $"remount,{Size(sizeBytes)}", Folder);
        if (resized.ExitCode != 0)
            throw new IOException($"{Folder} could not be made larger: {resized.Errors}");
    }

    /// <inheritdoc/>
    public void Dispose() => Programs.RunAsync("umount", "-l", Folder).GetAwaiter().GetResult();

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"size={bytes}");
}
