using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Conformance.Ledger;

/// <summary>chain-preview through the ledger's rules from genesis: one wrong lovelace, and a pot differs.</summary>
public class PreviewReplay(ITestOutputHelper output)
{
    // Every so many blocks the whole state is taken apart: that is slow.
    private const int BlocksBetweenRoundTrips = 6000;

    private static readonly LedgerRules Rules = new(PreviewChain.Config());

    [VectorFact]
    public void Every_block_applies_and_the_pots_are_right_at_every_boundary()
    {
        Dictionary<ulong, (ulong Reserves, ulong Treasury, ulong Deposits)> expected = Pots();
        List<(ulong Epoch, Era Era, string Version)> eras = [];
        int blocks = 0;
        foreach ((LedgerState before, LedgerState ticked, LedgerState _) in Steps())
        {
            blocks++;
            if (ticked.Epoch == before.Epoch)
                continue;
            eras.Add((ticked.Epoch.Value, ticked.Era, ticked.Parameters.ProtocolVersion.ToString()));
            output.WriteLine(
                $"epoch {ticked.Epoch}: {ticked.Pots}, deposits {ticked.Utxo.Deposited}, d {ticked.Parameters.Decentralisation}");
            Assert.Equal(
                expected[ticked.Epoch.Value],
                (ticked.Pots.Reserves.Value, ticked.Pots.Treasury.Value, ticked.Utxo.Deposited.Value));
        }
        Assert.Equal((41_863, expected.Count), (blocks, eras.Count));
        Assert.Equal(
            [.. Enumerable.Range(1, eras.Count).Select(epoch => epoch < 3
                ? ((ulong)epoch, Era.Alonzo, "6.0")
                : ((ulong)epoch, Era.Babbage, "7.0"))],
            eras);
    }

    [VectorFact]
    public void What_the_rewards_of_the_third_epoch_are_computed_of_is_what_the_vector_says()
    {
        using JsonDocument json = JsonDocument.Parse(VectorFiles.ReadBytes("chain-preview/rewards-preview-epoch3.json"));
        JsonElement vector = json.RootElement;
        LedgerState state = Steps().First(step => step.Ticked.Epoch.Value == 4).Ticked;
        Assert.Equal(vector.GetProperty("epoch_fee_ss").GetUInt64(), state.Snapshots.Fees.Value);
        Assert.Equal(
            vector.GetProperty("epoch_blocks").GetUInt64(), (ulong)state.PreviousBlocksMade.Values.Sum(made => (long)made));
        foreach (JsonProperty pool in vector.GetProperty("pools").EnumerateObject())
        {
            Hash28 id = Hash28.Parse(pool.Name);
            Assert.Equal(pool.Value.GetProperty("blocks_minted").GetUInt64(), state.PreviousBlocksMade.Find(id, 0));
            Assert.True(state.Snapshots.Go.Pools.TryFind(id, out RegisteredPool? registered));
            JsonElement parameters = pool.Value.GetProperty("params");
            Assert.Equal(parameters.GetProperty("pledge").GetUInt64(), registered.Parameters.Pledge.Value);
            Assert.Equal(parameters.GetProperty("cost").GetUInt64(), registered.Parameters.Cost.Value);
        }
        Assert.Equal(
            vector.GetProperty("accounts").EnumerateObject().Select(account => (
                account.Name,
                account.Value.GetProperty("stake").GetUInt64(),
                account.Value.GetProperty("pool").GetString()!)).Order(),
            state.Snapshots.Go.Stakes.Select(stake => (
                stake.Credential.Hash.ToString(), stake.Stake.Value, stake.PoolId.ToString())).Order());
    }

    [VectorFact]
    public void The_money_is_the_same_after_every_block()
    {
        AdaPots last = AdaPots.Of(Rules.Genesis());
        Assert.Equal(Rules.Supply, last.Total);
        foreach ((LedgerState before, LedgerState ticked, LedgerState after) in Steps())
        {
            // Most blocks are empty, and nothing but their number changes.
            bool nothingMoved = ReferenceEquals(before, ticked)
                && ReferenceEquals(before.Utxo, after.Utxo)
                && ReferenceEquals(before.Certificates, after.Certificates);
            if (nothingMoved)
                continue;
            Assert.Equal(last.Total, AdaPots.Of(after).Total);
        }
    }

    [VectorFact]
    public void States_along_the_chain_survive_being_written_and_read()
    {
        int blocks = 0;
        foreach ((_, _, LedgerState after) in Steps())
        {
            if (blocks++ % BlocksBetweenRoundTrips != 0)
                continue;
            ArrayBufferWriter<byte> written = new();
            LedgerStateCodec.Write(written, after);
            LedgerState read = LedgerStateCodec.Read(written.WrittenSpan);
            ArrayBufferWriter<byte> again = new();
            LedgerStateCodec.Write(again, read);
            Assert.True(written.WrittenSpan.SequenceEqual(again.WrittenSpan), $"block {blocks}");
            Assert.Equal(after.ComputeDigest(), Digest.Blake2b256(written.WrittenSpan));
            Assert.Equal(after.Utxo.Stake.ByCredential.Count, read.Utxo.Stake.ByCredential.Count);
        }
    }

    [VectorFact]
    public void A_state_that_was_read_goes_on_like_the_one_that_was_written()
    {
        LedgerState? resumed = null;
        int blocks = 0;
        foreach (Block block in PreviewChain.Blocks())
        {
            blocks++;
            LedgerState state = resumed ?? Rules.Genesis();
            if (blocks % BlocksBetweenRoundTrips == 0)
            {
                ArrayBufferWriter<byte> written = new();
                LedgerStateCodec.Write(written, state);
                state = LedgerStateCodec.Read(written.WrittenSpan);
            }
            (LedgerState? next, LedgerError? error) = Rules.ApplyBlock(
                Rules.Tick(state, block.Header.Slot), block, new WitnessObligations());
            Assert.Null(error);
            resumed = next;
        }
        LedgerState last = Steps().Last().After;
        Assert.Equal(last.ComputeDigest(), resumed!.ComputeDigest());
    }

    private static IEnumerable<(LedgerState Before, LedgerState Ticked, LedgerState After)> Steps()
    {
        LedgerState state = Rules.Genesis();
        WitnessObligations obligations = new();
        foreach (Block block in PreviewChain.Blocks())
        {
            LedgerState ticked = Rules.Tick(state, block.Header.Slot);
            (LedgerState? next, LedgerError? error) = Rules.ApplyBlock(ticked, block, obligations);
            Assert.True(error is null, $"slot {block.Header.Slot}, block {block.Header.Hash}: {error}");
            obligations.Clear();
            yield return (state, ticked, next!);
            state = next!;
        }
    }

    private static Dictionary<ulong, (ulong Reserves, ulong Treasury, ulong Deposits)> Pots() =>
        File.ReadLines(VectorFiles.PathOf("chain-preview/pots.preview.epoch1-10.csv"))
            .Skip(1)
            .Select(line => line.Split(',').Select(n => ulong.Parse(n, CultureInfo.InvariantCulture)).ToArray())
            .ToDictionary(row => row[0], row => (row[1], row[2], row[3]));
}
