using System.Collections.Immutable;
using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Micro.Ledger;

/// <summary>
/// Replays the preview chain through the ledger's rules on one thread; signatures are collected, not checked.
/// </summary>
internal static class LedgerBenchmark
{
    /// <param name="output">Where the report goes.</param>
    /// <param name="vectors">The folder that holds <c>chain-preview</c> and <c>genesis</c>.</param>
    public static void Run(TextWriter output, string vectors)
    {
        LedgerRules rules = new(Config(vectors));
        TimeSpan decoding = TimeSpan.Zero;
        TimeSpan ruling = TimeSpan.Zero;
        long allocated = 0;
        int blocks = 0, transactions = 0, signatures = 0;
        LedgerState state = rules.Genesis();
        WitnessObligations obligations = new();
        foreach (byte[] chunk in Chunks(vectors))
        {
            long start = Stopwatch.GetTimestamp();
            List<Block> decoded = Decode(chunk);
            decoding += Stopwatch.GetElapsedTime(start);
            long before = GC.GetAllocatedBytesForCurrentThread();
            start = Stopwatch.GetTimestamp();
            foreach (Block block in decoded)
            {
                (LedgerState? next, LedgerError? error) = rules.ApplyBlock(
                    rules.Tick(state, block.Header.Slot), block, obligations);
                state = next ?? throw new InvalidOperationException($"{block.Point}: {error}");
                signatures += obligations.Signatures.Length;
                obligations.Clear();
            }
            ruling += Stopwatch.GetElapsedTime(start);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            blocks += decoded.Count;
            transactions += decoded.Sum(block => block.TransactionCount);
        }
        Line(output, $"blocks {blocks}, transactions {transactions}, signatures {signatures}");
        Line(output, $"decode {decoding.TotalMilliseconds:F0} ms");
        Line(output, $"rules {ruling.TotalMilliseconds:F0} ms, {allocated / 1e6:F0} MB allocated");
        Snapshot(output, state);
        using Process self = Process.GetCurrentProcess();
        Line(output, $"peak working set {self.PeakWorkingSet64 / 1e6:F0} MB");
    }

    private static void Snapshot(TextWriter output, LedgerState state)
    {
        long start = Stopwatch.GetTimestamp();
        System.Buffers.ArrayBufferWriter<byte> bytes = new();
        LedgerStateCodec.Write(bytes, state);
        Line(output, $"write {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {bytes.WrittenCount} B");
        start = Stopwatch.GetTimestamp();
        LedgerStateCodec.Read(bytes.WrittenSpan);
        Line(output, $"read {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
        start = Stopwatch.GetTimestamp();
        Hash32 digest = state.ComputeDigest();
        Line(output, $"digest {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {digest}");
    }

    private static List<Block> Decode(byte[] chunk)
    {
        List<Block> blocks = [];
        for (int at = 0; at < chunk.Length;)
        {
            CborReader reader = new(chunk.AsSpan(at));
            reader.Skip();
            Block block = Block.Decode(chunk.AsMemory(at, reader.Position));
            _ = block.Transactions;
            blocks.Add(block);
            at += reader.Position;
        }
        return blocks;
    }

    private static LedgerConfig Config(string vectors)
    {
        byte[] Genesis(string name) =>
            File.ReadAllBytes(Path.Combine(vectors, "genesis", "preview", "genesis", name + ".json"));
        return new LedgerConfig
        {
            Genesis = GenesisSet.Parse(
                Genesis("byron"), Genesis("shelley"), Genesis("alonzo"), Genesis("conway"), new ExpectedGenesisHashes()),
            HardForksAtEpoch = ImmutableSortedDictionary<Era, EpochNo>.Empty
                .Add(Era.Shelley, default)
                .Add(Era.Allegra, default)
                .Add(Era.Mary, default)
                .Add(Era.Alonzo, default),
        };
    }

    private static IEnumerable<byte[]> Chunks(string vectors)
    {
        string[] archives = Directory.GetFiles(Path.Combine(vectors, "chain-preview"), "*.tar.gz");
        foreach (string archive in archives.Order(StringComparer.Ordinal))
        {
            SortedDictionary<string, byte[]> chunks = new(StringComparer.Ordinal);
            using GZipStream unzipped = new(File.OpenRead(archive), CompressionMode.Decompress);
            using TarReader tar = new(unzipped);
            while (tar.GetNextEntry() is TarEntry entry)
            {
                if (!entry.Name.EndsWith(".chunk", StringComparison.Ordinal) || entry.DataStream is null)
                    continue;
                using MemoryStream bytes = new();
                entry.DataStream.CopyTo(bytes);
                chunks.Add(entry.Name, bytes.ToArray());
            }
            foreach (byte[] chunk in chunks.Values)
                yield return chunk;
        }
    }

    private static void Line(TextWriter output, FormattableString line) =>
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
