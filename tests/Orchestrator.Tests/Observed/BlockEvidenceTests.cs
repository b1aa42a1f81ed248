using System.Collections.Immutable;
using PoolTopology.Orchestrator.Observed;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Observed;

public sealed class BlockEvidenceTests
{
    [Fact]
    public void With_more_blocks_than_fit_forgets_the_lowest_slots_first()
    {
        BlockEvidence evidence = BlockEvidence.Empty;
        for (ulong slot = 0; slot < BlockEvidence.Capacity + 10; slot++)
            evidence = evidence.With(Block(slot, "a"), out _);
        Assert.Equal(BlockEvidence.Capacity, evidence.Blocks.Count);
        Assert.Equal(10ul, evidence.Blocks.Keys.First().Slot);
    }

    [Fact]
    public void With_old_block_never_pushes_recent_evidence_out()
    {
        BlockEvidence evidence = BlockEvidence.Empty;
        for (ulong slot = 1000; slot < 1000 + BlockEvidence.Capacity; slot++)
            evidence = evidence.With(Block(slot, "a"), out _);
        evidence = evidence.With(Block(5, "a"), out _);
        Assert.Equal(1000ul, evidence.Blocks.Keys.First().Slot);
    }

    [Fact]
    public void With_same_slot_and_another_issuer_is_no_conflict()
    {
        BlockEvidence evidence = BlockEvidence.Empty.With(Block(5, "a"), out _);
        evidence.With(Block(5, "b") with { Issuer = "other" }, out BlockRecord? conflict);
        Assert.Null(conflict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_random_reports_in_any_order_finds_the_double_signed_slots_of_a_slow_count(int seed)
    {
        Random random = new(seed);
        List<BlockRecord> reports = [.. Enumerable.Range(0, 500).Select(_ =>
            Block((ulong)random.Next(60), random.Next(20) == 0 ? "b" : "a") with { Issuer = random.Next(2) == 0 ? "x" : "y" })];
        BlockEvidence evidence = reports.Aggregate(BlockEvidence.Empty, (known, report) => known.With(report, out _));
        SignedSlot[] expected = [.. reports
            .GroupBy(report => new SignedSlot(report.Slot, report.Issuer))
            .Where(group => group.Select(report => report.Hash).Distinct().Count() > 1)
            .Select(group => group.Key).Order()];
        Assert.True(expected.SequenceEqual(evidence.DoubleSignedSlots), $"seed {seed}");
    }

    private static BlockRecord Block(ulong slot, string hash) =>
        new(slot, hash, slot, "issuer", null, ImmutableSortedDictionary<string, double>.Empty);
}
