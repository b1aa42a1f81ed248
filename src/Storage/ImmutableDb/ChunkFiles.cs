using System.Globalization;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>The names of the ImmutableDB's files.</summary>
internal static class ChunkFiles
{
    /// <summary>The database's folder.</summary>
    public const string Folder = "immutable";

    /// <summary>The file of the blocks.</summary>
    public static string Chunk(int chunk) => Name(chunk, ChunkEnding);

    /// <summary>The index by slot.</summary>
    public static string Primary(int chunk) => Name(chunk, PrimaryEnding);

    /// <summary>The index of the blocks.</summary>
    public static string Secondary(int chunk) => Name(chunk, SecondaryEnding);

    /// <summary>The files found in the database's folder, by chunk; null sizes where a file is missing.</summary>
    public static SortedDictionary<int, ChunkFileSizes> Survey(IFileSystem files)
    {
        SortedDictionary<int, ChunkFileSizes> found = [];
        foreach (FolderEntry file in files.List(Folder))
        {
            int dot = file.Name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 1 || !int.TryParse(
                    file.Name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out int chunk))
                continue;
            ChunkFileSizes sizes = found.GetValueOrDefault(chunk);
            switch (file.Name[dot..])
            {
                case ChunkEnding:
                    found[chunk] = sizes with { Chunk = file.SizeBytes };
                    break;
                case PrimaryEnding:
                    found[chunk] = sizes with { Primary = file.SizeBytes };
                    break;
                case SecondaryEnding:
                    found[chunk] = sizes with { Secondary = file.SizeBytes };
                    break;
            }
        }
        return found;
    }

    private const string ChunkEnding = ".chunk";
    private const string PrimaryEnding = ".primary";
    private const string SecondaryEnding = ".secondary";

    private static string Name(int chunk, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}/{chunk:D5}{ending}");
}
