using System.Globalization;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>A pool in a few plain sentences. Pure.</summary>
internal static class PoolSentences
{
    private const int BarCells = 20;

    /// <summary>Name, ticker, and whether anything is firewalled.</summary>
    public static string Title(Pool pool) => pool.Isolated
        ? $"{pool.Name} [{pool.Ticker}], isolated: one network namespace and firewall per machine"
        : $"{pool.Name} [{pool.Ticker}], not isolated: nothing is firewalled";

    /// <summary>Slot and epoch with its progress.</summary>
    public static string Time(Pool pool)
    {
        if (PoolFacts.Latest(pool) is not { } status)
            return "slot: waiting for the first report";
        double share = status.EpochLengthSlots == 0
            ? 0
            : Math.Clamp((double)status.SlotInEpoch / status.EpochLengthSlots, 0, 1);
        int full = (int)Math.Round(share * BarCells);
        string bar = new string('█', full) + new string('░', BarCells - full);
        return string.Create(CultureInfo.InvariantCulture,
            $"slot {status.CurrentSlot}, epoch {status.Epoch} {bar} {status.SlotInEpoch}/{status.EpochLengthSlots}, "
            + $"{status.SlotLengthSeconds} s per slot");
    }

    /// <summary>Blocks, forging, propagation.</summary>
    public static string Chain(Pool pool)
    {
        List<string> parts =
        [
            PoolFacts.HighestBlock(pool) is { } highest ? $"block {Text(highest)}" : "no block yet",
            $"{Text(pool.BlocksForged)} forged in this run",
        ];
        if (PoolFacts.ForgingOf(pool) is { } forging)
            parts.AddRange(Describe(forging));
        if (pool.HasPropagationP50Ms)
            parts.Add($"propagation p50 {Text(pool.PropagationP50Ms)} ms, p95 {Text(pool.PropagationP95Ms)} ms");
        if (pool.DoubleSignedSlots > 0)
            parts.Add($"{Text(pool.DoubleSignedSlots)} SLOTS SIGNED TWICE");
        return string.Join(", ", parts);
    }

    private static IEnumerable<string> Describe(Forging forging)
    {
        if (forging.HasLastForgedSlot)
            yield return $"last in slot {Text(forging.LastForgedSlot)}";
        yield return forging.Enabled
            ? $"KES {Text(Math.Floor(forging.KesSecondsLeft / 8640.0) / 10)} days left"
            : "FORGING DISABLED";
        if (forging.SlotsMissed > 0)
            yield return $"{Text(forging.SlotsMissed)} own slots missed";
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
