using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using PoolTopology.Storage.Blocks;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Storage.Tests;

/// <summary>The real preview chain's files, unpacked into a temporary folder.</summary>
internal sealed class PreviewChain : IDisposable
{
    public const ulong SlotsPerChunk = 4320;

    public static readonly StoredBlockParser Parser = new(SlotsPerChunk, null);

    private PreviewChain(string root) => Root = root;

    /// <summary>The database's folder.</summary>
    public string Root { get; }

    public static PreviewChain Extract(params int[] epochs)
    {
        PreviewChain chain = new(Directory.CreateTempSubdirectory("pooltopology-preview-").FullName);
        foreach (int epoch in epochs)
        {
            string name = string.Create(
                CultureInfo.InvariantCulture, $"chain-preview/preview-immutable-epoch{epoch:D2}.tar.gz");
            using FileStream file = File.OpenRead(VectorFiles.PathOf(name));
            using GZipStream unzipped = new(file, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(unzipped, chain.Root, overwriteFiles: true);
        }
        return chain;
    }

    /// <summary>The rows of index.tsv by chunk, each a column name to its text.</summary>
    public static Dictionary<int, Dictionary<string, string>> Index()
    {
        string[] lines = VectorFiles.ReadText("chain-preview/index.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] columns = lines[0].Split('\t');
        return lines.Skip(1).Select(line => line.Split('\t')).ToDictionary(
            cells => int.Parse(cells[0], CultureInfo.InvariantCulture),
            cells => columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    public string PathOf(string file) => Path.Combine(Root, "immutable", file);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
