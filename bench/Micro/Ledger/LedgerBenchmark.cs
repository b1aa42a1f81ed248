using System.Collections.Immutable;
using System.Diagnostics;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Micro.Ledger;

/// <summary>The ledger's rules over a real chain: time and allocation per transaction.</summary>
/// <remarks>
/// Blocks are decoded before the clock starts; signatures are not verified. For chains that start in Alonzo, as preview
/// does.
/// </remarks>
internal static class LedgerBenchmark
{
    private const int CheckRepeats = 20;

    public static void Run(TextWriter output, string chunkFolder, string genesisFolder)
    {
        LedgerRules rules = new(Config(genesisFolder));
        List<Block> blocks = [.. Blocks(chunkFolder)];
        int transactions = blocks.Sum(block => block.Transactions.Length);
        for (int round = 1; round <= 3; round++)
            Replay(output, rules, blocks, transactions, round);
        Check(output, rules, blocks);
    }

    private static void Replay(TextWriter output, LedgerRules rules, List<Block> blocks, int transactions, int round)
    {
        WitnessObligations obligations = new();
        LedgerState state = rules.Genesis();
        TimeSpan ticks = TimeSpan.Zero;
        TimeSpan applies = TimeSpan.Zero;
        long allocated = 0;
        foreach (Block block in blocks)
        {
            long start = Stopwatch.GetTimestamp();
            LedgerState ticked = rules.Tick(state, block.Header.Slot);
            ticks += Stopwatch.GetElapsedTime(start);
            long before = GC.GetAllocatedBytesForCurrentThread();
            start = Stopwatch.GetTimestamp();
            (LedgerState? next, LedgerError? error) = rules.ApplyBlock(ticked, block, obligations);
            applies += Stopwatch.GetElapsedTime(start);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            state = next ?? throw new InvalidOperationException($"{block.Point}: {error}");
        }
        output.WriteLine(
            $"replay {round}: {blocks.Count} blocks, {transactions} transactions; ticks {ticks.TotalMilliseconds:f0} ms,"
            + $" rules {applies.TotalMilliseconds:f0} ms = {applies.TotalMicroseconds / transactions:f1} us and"
            + $" {allocated / transactions:N0} B a transaction; {obligations.Signatures.Length} signatures left");
    }

    // UTXOW alone, of the first transaction of each block, whose state is at hand.
    private static void Check(TextWriter output, LedgerRules rules, List<Block> blocks)
    {
        WitnessObligations obligations = new();
        LedgerState state = rules.Genesis();
        TimeSpan checks = TimeSpan.Zero;
        long allocated = 0;
        int count = 0;
        foreach (Block block in blocks)
        {
            LedgerState ticked = rules.Tick(state, block.Header.Slot);
            if (!block.Transactions.IsEmpty)
            {
                Transaction transaction = block.Transactions[0];
                TransactionEnvironment environment = new(
                    block.Header.Slot, ticked.Epoch, 0, ticked.Parameters, ticked.Pots, rules.Config);
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < CheckRepeats; i++)
                    UtxowRule.Check(transaction, ticked.Utxo, ticked.Certificates, environment, obligations);
                checks += Stopwatch.GetElapsedTime(start);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                count += CheckRepeats;
                obligations.Clear();
            }
            state = rules.ApplyBlock(ticked, block, obligations).Next!;
        }
        output.WriteLine(
            $"checks: {checks.TotalMicroseconds / count:f2} us and {allocated / count:N0} B a transaction, over {count}");
    }

    private static LedgerConfig Config(string genesisFolder) => new()
    {
        Genesis = GenesisSet.Parse(
            File.ReadAllBytes(Path.Combine(genesisFolder, "byron.json")),
            File.ReadAllBytes(Path.Combine(genesisFolder, "shelley.json")),
            File.ReadAllBytes(Path.Combine(genesisFolder, "alonzo.json")),
            File.ReadAllBytes(Path.Combine(genesisFolder, "conway.json")),
            new ExpectedGenesisHashes()),
        HardForksAtEpoch = ImmutableSortedDictionary<Era, EpochNo>.Empty
            .Add(Era.Shelley, default).Add(Era.Allegra, default).Add(Era.Mary, default).Add(Era.Alonzo, default),
    };

    private static IEnumerable<Block> Blocks(string chunkFolder)
    {
        foreach (string file in Directory.GetFiles(chunkFolder, "*.chunk").Order(StringComparer.Ordinal))
        {
            byte[] chunk = File.ReadAllBytes(file);
            for (int at = 0; at < chunk.Length;)
            {
                int size = SizeOfNext(chunk, at);
                yield return Block.Decode(chunk.AsMemory(at, size));
                at += size;
            }
        }
    }

    private static int SizeOfNext(byte[] chunk, int at)
    {
        CborReader reader = new(chunk.AsSpan(at));
        reader.Skip();
        return reader.Position;
    }
}
