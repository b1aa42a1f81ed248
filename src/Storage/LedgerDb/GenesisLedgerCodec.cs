using System.Buffers;
using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>The ledger of a chain without transactions: it is the genesis file's, so there is nothing to keep.</summary>
internal sealed class GenesisLedgerCodec(ConsensusConfig config) : ILedgerCodec
{
    public int FormatVersion => 0;

    public void Encode(IChainLedger ledger, IBufferWriter<byte> output)
    {
        Invariant.Require(ledger is GenesisLedger, "a chain without transactions keeps its genesis ledger");
        new CborWriter(output).WriteNull();
    }

    public IChainLedger Decode(ReadOnlyMemory<byte> bytes, Tip tip)
    {
        CborReader reader = new(bytes.Span);
        if (!reader.IsNullNext)
            throw new CborException(0, "null: the ledger of the genesis file", "another ledger");
        reader.Skip();
        reader.ExpectEnd();
        return GenesisLedger.Of(config.Genesis, config.FirstEra);
    }
}
