using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Chain;

/// <summary>The preview chain's files, unpacked into a temporary folder.</summary>
internal sealed class UnpackedPreview : IDisposable
{
    private UnpackedPreview(string path) => Path = path;

    /// <summary>The database folder.</summary>
    public string Path { get; }

    /// <summary>Unpacks the first epochs.</summary>
    public static UnpackedPreview Of(int epochs)
    {
        UnpackedPreview chain = new(Directory.CreateTempSubdirectory("pooltopology-preview-").FullName);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            string name = string.Create(
                CultureInfo.InvariantCulture, $"chain-preview/preview-immutable-epoch{epoch:D2}.tar.gz");
            using FileStream file = File.OpenRead(VectorFiles.PathOf(name));
            using GZipStream unzipped = new(file, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(unzipped, chain.Path, overwriteFiles: true);
        }
        return chain;
    }

    /// <summary>The files, in the order of their names.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.GetFiles(System.IO.Path.Combine(Path, "immutable")).Order(StringComparer.Ordinal)];

    /// <summary>Removes every chunk from a number on.</summary>
    public void KeepChunks(int count)
    {
        foreach (string file in Files)
        {
            if (int.Parse(System.IO.Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture) >= count)
                File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
