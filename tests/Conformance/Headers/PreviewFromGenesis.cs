using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// chain-preview: the real chain from its first block. Every nonce is our own: one wrong bit, and no VRF proof of the
/// next epoch holds.
/// </summary>
public class PreviewFromGenesis
{
    private const int BatchSize = 500;

    [VectorFact]
    public void Every_block_links_and_every_header_is_valid_under_our_own_nonces()
    {
        PraosState state = PreviewChain.Genesis();
        Tip tip = Tip.Genesis;
        int delegates = 0, count = 0;
        List<HeaderObligation> owed = [];
        foreach (Block block in PreviewChain.Blocks())
        {
            BlockHeader header = block.Header;
            LedgerView view = PreviewChain.ViewFor(header);
            PraosState ticked = NonceEvolution.Tick(state, header.Slot, PreviewChain.Clock, view);
            Assert.Null(HeaderValidator.ValidateEnvelope(header, tip, view, PreviewChain.Parameters));
            (HeaderObligation? left, HeaderError? error) = HeaderValidator.ValidateProtocolState(
                header, view, ticked, PreviewChain.Parameters, PreviewChain.Clock);
            Assert.Null(error);
            owed.Add(left!);
            if (owed.Count == BatchSize)
                Prove(owed);
            Assert.Equal(header.BodyHash, block.ComputeBodyHash());
            Assert.Equal((long)header.BodySizeBytes, block.BodySizeBytes);
            state = NonceEvolution.Update(ticked, header, PreviewChain.Clock, PreviewChain.Parameters);
            tip = header.Tip;
            delegates += ReferenceEquals(view, PreviewChain.OfGenesis) ? 1 : 0;
            count++;
        }
        Prove(owed);
        Assert.True(count > 41_000 && delegates > 8_000, $"{count} blocks, {delegates} of genesis delegates");
    }

    private static void Prove(List<HeaderObligation> owed)
    {
        Assert.Null(HeaderObligations.CheckMany(owed.ToArray()));
        owed.Clear();
    }
}
