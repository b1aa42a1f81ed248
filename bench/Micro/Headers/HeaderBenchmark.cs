using System.Globalization;
using System.Runtime.InteropServices;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Micro.Crypto;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Micro.Headers;

/// <summary>What a header and a block cost on one core: decoding, every rule, the leader check.</summary>
internal static class HeaderBenchmark
{
    private const int ChainLength = 200;

    internal static void Run(TextWriter output)
    {
        List<Measurement.Operation> operations = [.. Headers(), .. Leadership()];
        List<(string Name, int SizeBytes)> decoded = [];
        if (VectorFiles.SkipReason is null)
        {
            foreach ((Measurement.Operation operation, int size) in RealBlocks())
            {
                operations.Add(operation);
                decoded.Add((operation.Name, size));
            }
        }
        IReadOnlyList<Measurement.Result> results = Measurement.Measure(operations);
        output.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, "
            + $"one core of {Environment.ProcessorCount}");
        output.WriteLine();
        output.WriteLine("| operation | best us | median us | per second (median) | MB/s (median) | allocated B |");
        output.WriteLine("|-|-|-|-|-|-|");
        foreach (Measurement.Result result in results)
        {
            int size = decoded.FirstOrDefault(d => d.Name == result.Name).SizeBytes;
            string rate = size > 0 ? (size / result.Median).ToString("F0", CultureInfo.InvariantCulture) : "-";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Name} | {result.Best:F2} | {result.Median:F2} | {1e6 / result.Median:F0} | {rate} "
                + $"| {result.AllocatedBytes:F0} |"));
        }
        output.WriteLine();
        ProofBenchmark.Run(output);
    }

    // A chain of two pools over an epoch boundary, validated link by link, again and again.
    private static IEnumerable<Measurement.Operation> Headers()
    {
        TestNetwork network = TestNetwork.Create();
        List<(byte[] Header, HeaderState Before)> chain = [];
        HeaderState before = network.Genesis.HeaderState;
        foreach ((byte[] stored, ChainState after) in TestForge.Extend(network, network.Genesis, ChainLength))
        {
            chain.Add((Block.Decode(stored).Header.Bytes.ToArray(), before));
            before = after.HeaderState;
        }
        int next = 0;
        yield return Repeat("header decode", () => BlockHeader.Decode(Era.Conway, chain[next++ % ChainLength].Header));
        yield return Repeat("header decode, every rule, new state", () =>
        {
            (byte[] bytes, HeaderState state) = chain[next++ % ChainLength];
            BlockHeader header = BlockHeader.Decode(Era.Conway, bytes);
            (_, HeaderError? error) = network.Rules.ApplyHeader(state, header, ApplyMode.Full);
            Require(error is null);
        });
        yield return Repeat("header decode, reapplied", () =>
        {
            (byte[] bytes, HeaderState state) = chain[next++ % ChainLength];
            BlockHeader header = BlockHeader.Decode(Era.Conway, bytes);
            (_, HeaderError? error) = network.Rules.ApplyHeader(state, header, ApplyMode.Reapply);
            Require(error is null);
        });
    }

    private static IEnumerable<Measurement.Operation> Leadership()
    {
        ActiveSlotCoefficient f = new(new Rational(1, 20));
        Rational stake = new(64590523391239, 25069171797357766);
        LeaderThreshold threshold = LeaderThreshold.Of(stake, f);
        Hash32[] values = [.. Enumerable.Range(0, 1000).Select(i => Digest.Blake2b256(BitConverter.GetBytes(i)))];
        byte[] first = values[0].ToArray();
        yield return Repeat("leader threshold of a pool", () => LeaderThreshold.Of(stake, f));
        yield return Repeat("1000 leader values against a threshold", () =>
        {
            int admitted = 0;
            foreach (Hash32 value in values)
                admitted += threshold.Admits(value) ? 1 : 0;
            Require(admitted < values.Length);
        });
        yield return Repeat("leader check by definition", () => LeaderCheck.IsLeaderByDefinition(first, stake, f));
    }

    // Blocks of mainnet and preprod, stored as [era, block].
    private static IEnumerable<(Measurement.Operation Operation, int SizeBytes)> RealBlocks()
    {
        byte[] bare = Convert.FromHexString(VectorFiles.ReadText("blocks/gouroboros/conway_block.hex").Trim());
        byte[] mainnet = BlockWrapping.Store(Era.Conway, bare);
        string mainnetName = $"mainnet Conway, {mainnet.Length} B";
        yield return (Repeat("block decode, " + mainnetName, () => Block.Decode(mainnet)), mainnet.Length);
        yield return (Repeat("block decode and body hash, " + mainnetName, () =>
        {
            Block block = Block.Decode(mainnet);
            Require(block.ComputeBodyHash() == block.Header.BodyHash);
        }), mainnet.Length);
        byte[] chunk = VectorFiles.ReadBytes("chain-fragments/01836.chunk");
        string chunkName = $"chunk decode, 913 preprod Babbage blocks, {chunk.Length} B";
        yield return (Repeat(chunkName, () => DecodeAll(chunk)), chunk.Length);
    }

    private static void DecodeAll(byte[] chunk)
    {
        for (int at = 0; at < chunk.Length;)
        {
            CborReader reader = new(chunk.AsSpan(at));
            reader.Skip();
            _ = Block.Decode(chunk.AsMemory(at, reader.Position));
            at += reader.Position;
        }
    }

    private static Measurement.Operation Repeat(string name, Action action) => new(name, count =>
    {
        for (int i = 0; i < count; i++)
            action();
    });

    private static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("the operation gave a wrong result");
    }
}
