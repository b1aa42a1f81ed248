using System.Buffers;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.Rules;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>The ledger by its rules: its whole state.</summary>
internal sealed class RulesLedgerCodec(LedgerRules rules) : ILedgerCodec
{
    public int FormatVersion => (int)LedgerStateCodec.Version;

    public void Encode(IChainLedger ledger, IBufferWriter<byte> output)
    {
        Invariant.Require(ledger is RulesLedger, "a chain with ledger rules keeps their state");
        LedgerStateCodec.Write(output, ((RulesLedger)ledger).State);
    }

    public IChainLedger Decode(ReadOnlyMemory<byte> bytes, Tip tip) =>
        RulesLedger.Of(rules, LedgerStateCodec.Read(bytes.Span), tip.IsGenesis ? null : tip.Point.Slot);
}
