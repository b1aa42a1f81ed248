using System.Diagnostics;
using System.Globalization;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Micro.Crypto;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Micro.Headers;

/// <summary>
/// The proofs of Praos headers (VRF, operational certificate, KES signature), one by one and in batches, on one thread
/// and on two at once, beside libsodium.
/// </summary>
internal static class ProofBenchmark
{
    private const int Headers = 64;
    private const int Rounds = 100;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes how many headers per second each way proves, all ways taken in turns.</summary>
    internal static void Run(TextWriter output)
    {
        HeaderObligation[] owed = Obligations();
        List<Way> ways =
        [
            new("proofs of a header, one by one", 1, () => OneByOne(owed)),
            new("proofs of a header, in batches of 64", 1, () => Together(owed)),
            new("proofs of a header, one by one, two threads", 2, () => OneByOne(owed)),
            new("proofs of a header, in batches of 64, two threads", 2, () => Together(owed)),
        ];
        if (Sodium.IsInstalled)
            ways.Insert(0, new("libsodium: three Ed25519 verifications", 1, SodiumThrice()));
        Sample[][] samples = [.. ways.Select(_ => new Sample[Rounds])];
        foreach (Way way in ways)
            _ = Measure(way, TimeSpan.FromSeconds(1));
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < ways.Count; i++)
                samples[i][round] = Measure(ways[i], RoundTime);
        }
        double single = MedianCost(
            samples[ways.FindIndex(way => way.Name.EndsWith("one by one", StringComparison.Ordinal))]);
        output.WriteLine("| operation | best per second | median per second | CPU us each (median) | to one by one |");
        output.WriteLine("|-|-|-|-|-|");
        for (int i = 0; i < ways.Count; i++)
        {
            double[] rates = [.. samples[i].Select(sample => sample.PerSecond).Order()];
            double cost = MedianCost(samples[i]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {ways[i].Name} | {rates[^1]:F0} | {rates[Rounds / 2]:F0} | {cost:F1} | {cost / single:F2} |"));
        }
    }

    private static double MedianCost(Sample[] samples) =>
        samples.Select(sample => sample.CpuMicroseconds).Order().ElementAt(samples.Length / 2);

    // Each thread runs whole rounds of 64 until the time is over. What others do on the machine takes from the headers
    // per second, and little from the processor time that a header costs.
    private static Sample Measure(Way way, TimeSpan time)
    {
        int[] counts = new int[way.Threads];
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Thread[] others = [.. Enumerable.Range(1, way.Threads - 1).Select(thread => new Thread(() => Repeat(thread)))];
        foreach (Thread other in others)
            other.Start();
        Repeat(0);
        foreach (Thread other in others)
            other.Join();
        double elapsedSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        used = Environment.CpuUsage.TotalTime - used;
        return new Sample(counts.Sum() / elapsedSeconds, used.TotalMicroseconds / counts.Sum());

        void Repeat(int thread)
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                way.ProveAll();
                counts[thread] += Headers;
            }
        }
    }

    private static void OneByOne(HeaderObligation[] owed)
    {
        foreach (HeaderObligation one in owed)
            Require(HeaderObligations.Check(one) is null);
    }

    private static void Together(HeaderObligation[] owed) => Require(HeaderObligations.CheckMany(owed) is null);

    private static Action SodiumThrice()
    {
        byte[] publicKey = new byte[32];
        byte[] secretKey = new byte[64];
        byte[] message = new byte[48];
        byte[] signature = new byte[64];
        _ = Sodium.KeyPair(publicKey, secretKey, new byte[32]);
        _ = Sodium.Sign(signature, 0, message, 48, secretKey);
        return () =>
        {
            for (int i = 0; i < 3 * Headers; i++)
                Require(Sodium.Verify(signature, message, 48, publicKey) == 0);
        };
    }

    private static HeaderObligation[] Obligations()
    {
        TestNetwork network = TestNetwork.Create();
        List<HeaderObligation> owed = [];
        HeaderState before = network.Genesis.HeaderState;
        foreach ((byte[] stored, ChainState after) in TestForge.Extend(network, network.Genesis, Headers))
        {
            owed.Add(network.Rules.ApplyHeaderUnproven(before, Block.Decode(stored).Header).Owed!);
            before = after.HeaderState;
        }
        return [.. owed];
    }

    private static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("a measured operation failed");
    }

    private sealed record Sample(double PerSecond, double CpuMicroseconds);

    private sealed record Way(string Name, int Threads, Action ProveAll);
}
