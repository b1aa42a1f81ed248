using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Micro.Decode;

/// <summary>How fast blocks and their transactions decode on one core, and how much memory that takes.</summary>
/// <remarks>
/// Blocks are timed in slices of about <see cref="SliceBytes"/>, again and again; the fastest time of each slice counts
/// (on a busy machine a whole pass is never undisturbed), and the median pass says what was usual.
/// </remarks>
internal static class DecodeBenchmark
{
    private const int SliceBytes = 256 * 1024;
    private const int Passes = 60;
    private const byte AlonzoTag = 5;
    private const byte BabbageTag = 6;

    internal static void Run(TextWriter output, string? folder)
    {
        List<ReadOnlyMemory<byte>> all = BlockFile.Read(folder);
        output.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, "
            + $"one core of {Environment.ProcessorCount}");
        output.WriteLine();
        output.WriteLine("| blocks | what is decoded | MB/s best | MB/s median | allocated B per byte | µs a block |");
        output.WriteLine("|-|-|-|-|-|-|");
        foreach ((string name, Func<ReadOnlyMemory<byte>, bool> isIn) in Sets())
        {
            ReadOnlyMemory<byte>[] blocks = [.. all.Where(isIn)];
            string label = $"{name}: {blocks.Length}, {blocks.Sum(b => b.Length) / 1e6:F1} MB";
            foreach ((string what, Action<ReadOnlyMemory<byte>> decode) in Works())
                output.WriteLine(Row(label, what, Measure(blocks, decode)));
        }
    }

    /// <summary>Writes Babbage blocks to a file for other programs and prints our own figure for them.</summary>
    internal static void Compare(TextWriter output, string which, string file)
    {
        Func<ReadOnlyMemory<byte>, bool> isIn = which == "all" ? IsBabbage : IsBabbageWithTransactions;
        ReadOnlyMemory<byte>[] blocks = [.. BlockFile.Read(folder: null).Where(isIn)];
        BlockFile.Write(file, blocks);
        Figure figure = Measure(blocks, ForceAll);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"name":"PoolTopology","blocks":{{blocks.Length}},"refused":0,"megabytesPerSecond":{{figure.Best:F1}}}"""));
    }

    private static bool IsBabbage(ReadOnlyMemory<byte> block) => block.Span[1] == BabbageTag;

    private static bool IsBabbageWithTransactions(ReadOnlyMemory<byte> block) =>
        IsBabbage(block) && Block.Decode(block).TransactionCount > 0;

    private static IEnumerable<(string, Func<ReadOnlyMemory<byte>, bool>)> Sets()
    {
        yield return ("Alonzo", block => block.Span[1] == AlonzoTag);
        yield return ("Babbage", IsBabbage);
        yield return ("Babbage with transactions", IsBabbageWithTransactions);
    }

    private static IEnumerable<(string, Action<ReadOnlyMemory<byte>>)> Works()
    {
        yield return ("header, parts", block => Block.Decode(block));
        yield return ("and transactions", block => _ = Block.Decode(block).Transactions);
        yield return ("and every part that is read when asked for", ForceAll);
    }

    // What is read from the bytes at each call, all of it once.
    private static void ForceAll(ReadOnlyMemory<byte> stored)
    {
        foreach (Transaction transaction in Block.Decode(stored).Transactions)
        {
            foreach (TransactionOutput output in transaction.Body.Outputs)
            {
                _ = output.Address;
                _ = output.Value;
                _ = output.Datum;
            }
        }
    }

    private static Figure Measure(ReadOnlyMemory<byte>[] blocks, Action<ReadOnlyMemory<byte>> decode)
    {
        List<ReadOnlyMemory<byte>[]> slices = Slice(blocks);
        double[] best = new double[slices.Count];
        Array.Fill(best, double.MaxValue);
        double[] passes = new double[Passes];
        long allocated = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < slices.Count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                foreach (ReadOnlyMemory<byte> block in slices[i])
                    decode(block);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                best[i] = Math.Min(best[i], seconds);
                passes[pass] += seconds;
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Array.Sort(passes);
        double megabytes = blocks.Sum(b => b.Length) / 1e6;
        return new Figure(
            megabytes / best.Sum(),
            megabytes / passes[Passes / 2],
            allocated / 1e6 / megabytes,
            best.Sum() * 1e6 / blocks.Length);
    }

    private static List<ReadOnlyMemory<byte>[]> Slice(ReadOnlyMemory<byte>[] blocks)
    {
        List<ReadOnlyMemory<byte>[]> slices = [];
        List<ReadOnlyMemory<byte>> current = [];
        int size = 0;
        foreach (ReadOnlyMemory<byte> block in blocks)
        {
            current.Add(block);
            size += block.Length;
            if (size < SliceBytes)
                continue;
            slices.Add([.. current]);
            current.Clear();
            size = 0;
        }
        if (current.Count > 0)
            slices.Add([.. current]);
        return slices;
    }

    private static string Row(string blocks, string what, Figure figure) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {blocks} | {what} | {figure.Best:F0} | {figure.Median:F0} | {figure.AllocatedPerByte:F2} | {figure.MicrosecondsPerBlock:F2} |");

    private sealed record Figure(double Best, double Median, double AllocatedPerByte, double MicrosecondsPerBlock);
}
