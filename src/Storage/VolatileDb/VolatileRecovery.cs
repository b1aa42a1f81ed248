using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.VolatileDb;

/// <summary>Rebuilds the index from the files, cutting what a crash has left unfinished.</summary>
internal sealed class VolatileRecovery(IFileSystem files, IBlockParser parser, VolatileIndex index)
{
    private readonly List<VolatileRepair> _repairs = [];

    /// <summary>What was put right.</summary>
    public IReadOnlyList<VolatileRepair> Repairs => _repairs;

    /// <summary>Reads every file, oldest first.</summary>
    /// <returns>The files that hold blocks, oldest first.</returns>
    public List<BlockFile> Run()
    {
        files.CreateFolder(BlockFile.Folder);
        // Files that a killed process created may not be on the device yet.
        files.FlushFolder(BlockFile.Folder);
        List<BlockFile> found = [];
        foreach (FolderEntry entry in files.List(BlockFile.Folder))
        {
            if (BlockFile.ParseId(entry.Name) is int id)
                found.Add(new BlockFile(id));
        }
        // By number: blocks-9 comes before blocks-10.
        found.Sort((a, b) => a.Id.CompareTo(b.Id));
        foreach (BlockFile file in found)
            Read(file);
        return found;
    }

    private void Read(BlockFile file)
    {
        long intactSize = 0;
        long fileSize;
        List<VolatileRepair.BlockSkipped> skipped = [];
        using (IReadFile open = files.OpenRead(file.Path))
        {
            BlockFileScanner scanner = new(open, parser);
            while (scanner.MoveNext())
            {
                BlockSummary block = scanner.Current;
                if (!parser.IsIntact(scanner.CurrentBytes, block))
                {
                    file.Count(block.Slot);
                    skipped.Add(new VolatileRepair.BlockSkipped(
                        files.Describe(file.Path), scanner.OffsetBytes, block.Point));
                    continue;
                }
                intactSize = scanner.ValidSizeBytes;
                _repairs.AddRange(skipped);
                skipped.Clear();
                index.Add(new BlockLocation(file, scanner.OffsetBytes, block));
            }
            fileSize = scanner.FileSizeBytes;
        }
        if (intactSize == fileSize)
            return;
        files.TruncateFile(file.Path, intactSize);
        _repairs.Add(new VolatileRepair.FileTruncated(files.Describe(file.Path), fileSize, intactSize));
    }
}
