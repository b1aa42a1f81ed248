using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Micro.Decode;

/// <summary>Where the blocks to decode come from.</summary>
internal static class BlockFile
{
    /// <summary>The blocks of a folder with chunks, or of the vectors' stretch of the preview chain.</summary>
    public static List<ReadOnlyMemory<byte>> Read(string? folder)
    {
        List<ReadOnlyMemory<byte>> blocks = [];
        IEnumerable<byte[]> chunks = folder is null
            ? PreviewChunks()
            : Directory.GetFiles(folder, "*.chunk").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
        foreach (byte[] chunk in chunks)
        {
            for (int at = 0; at < chunk.Length;)
            {
                CborReader reader = new(chunk.AsSpan(at));
                reader.Skip();
                blocks.Add(chunk.AsMemory(at, reader.Position));
                at += reader.Position;
            }
        }
        return blocks;
    }

    /// <summary>Writes blocks for other programs, each behind its size in four big-endian bytes.</summary>
    public static void Write(string file, IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        using FileStream output = File.Create(file);
        byte[] size = new byte[sizeof(uint)];
        foreach (ReadOnlyMemory<byte> block in blocks)
        {
            BinaryPrimitives.WriteUInt32BigEndian(size, (uint)block.Length);
            output.Write(size);
            output.Write(block.Span);
        }
    }

    private static IEnumerable<byte[]> PreviewChunks()
    {
        foreach (string archive in Directory.GetFiles(VectorFiles.PathOf("chain-preview"), "*.tar.gz").Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(archive);
            using GZipStream gzip = new(file, CompressionMode.Decompress);
            using TarReader tar = new(gzip);
            while (tar.GetNextEntry() is TarEntry entry)
            {
                if (!entry.Name.EndsWith(".chunk", StringComparison.Ordinal))
                    continue;
                using MemoryStream content = new();
                entry.DataStream!.CopyTo(content);
                yield return content.ToArray();
            }
        }
    }
}
