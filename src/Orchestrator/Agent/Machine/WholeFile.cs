namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>Small files that are there whole, or as they were before.</summary>
internal static class WholeFile
{
    private const UnixFileMode PublicMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces a file, durably. Nothing is written where it has that content already.</summary>
    /// <returns>Whether anything was written.</returns>
    public static bool Write(IMachineFiles files, string path, ReadOnlySpan<byte> content)
    {
        if (files.Look(path) is { Kind: FileKind.File } look && look.SizeBytes == content.Length
            && files.Read(path, content.Length) is { } there && content.SequenceEqual(there))
            return false;
        string beside = path + ".new";
        files.Delete(beside);
        files.Append(beside, content);
        files.SetOwnership(beside, PublicMode, "root", "root");
        files.Sync(beside);
        files.Rename(beside, path);
        files.SyncFolder(FolderOf(path));
        return true;
    }

    /// <summary>Points a symbolic link elsewhere, at one instant; an empty target removes it.</summary>
    public static void PointLink(IMachineFiles files, string path, string target)
    {
        string beside = path + ".new";
        files.Delete(beside);
        if (LinkTarget(files, path) == target)
            return;
        if (target.Length == 0)
        {
            files.Delete(path);
        }
        else
        {
            files.MakeLink(beside, target);
            files.Rename(beside, path);
        }

        files.SyncFolder(FolderOf(path));
    }

    /// <summary>Where a link points to; empty where there is none.</summary>
    public static string LinkTarget(IMachineFiles files, string path) =>
        files.Look(path) is { Kind: FileKind.Link } link ? link.LinkTarget : "";

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];
}
