using System.Globalization;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Types;
using PoolTopology.TestKit.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Conformance.Ledger;

/// <summary>chain-preview through the ledger's rules from genesis: one wrong lovelace, and a pot differs.</summary>
public class PreviewReplay(ITestOutputHelper output)
{
    [VectorFact]
    public void Every_block_applies_and_the_pots_are_right_at_every_boundary()
    {
        LedgerRules rules = new(PreviewChain.Config());
        Dictionary<ulong, (ulong Reserves, ulong Treasury, ulong Deposits)> expected = Pots();
        LedgerState state = rules.Genesis();
        int blocks = 0, boundaries = 0;
        foreach (Block block in PreviewChain.Blocks())
        {
            LedgerState ticked = rules.Tick(state, block.Header.Slot);
            if (ticked.Epoch != state.Epoch)
            {
                boundaries++;
                output.WriteLine($"{ticked.Epoch.Value} {ticked.Era} {ticked.Parameters.ProtocolVersion} d={ticked.Parameters.Decentralisation} r={ticked.Pots.Reserves} t={ticked.Pots.Treasury} dep={ticked.Utxo.Deposited} fees={state.Utxo.Fees} pools={ticked.Certificates.Pools.Registered.Count} accounts={ticked.Certificates.Accounts.Count} utxo={ticked.Utxo.Outputs.Count}");
                Assert.Equal(
                    expected[ticked.Epoch.Value],
                    (ticked.Pots.Reserves.Value, ticked.Pots.Treasury.Value, ticked.Utxo.Deposited.Value));
            }
            (LedgerState? next, LedgerError? error) = rules.ApplyBlock(ticked, block, new WitnessObligations());
            Assert.True(error is null, $"{block.Header.Slot} {block.Header.Hash}: {error}");
            state = next!;
            blocks++;
        }
        Assert.True(blocks > 41_000 && boundaries == 10, $"{blocks} blocks, {boundaries} boundaries");
    }

    private static Dictionary<ulong, (ulong Reserves, ulong Treasury, ulong Deposits)> Pots() =>
        File.ReadLines(VectorFiles.PathOf("chain-preview/pots.preview.epoch1-10.csv"))
            .Skip(1)
            .Select(line => line.Split(',').Select(n => ulong.Parse(n, CultureInfo.InvariantCulture)).ToArray())
            .ToDictionary(row => row[0], row => (row[1], row[2], row[3]));
}
