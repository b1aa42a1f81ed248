using System.Collections.Immutable;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>What a decoder has found of a witness set so far.</summary>
internal ref struct WitnessParts()
{
    public int Start;
    public ImmutableArray<VKeyWitness> VKeys = [];
    public ImmutableArray<BootstrapWitness> Bootstraps = [];
    public ImmutableArray<Script> Scripts = [];
    public ImmutableArray<DatumWitness> Datums = [];
    public ReadOnlyMemory<byte> DatumsBytes;
    public ImmutableArray<Redeemer> Redeemers = [];
    public ReadOnlyMemory<byte> RedeemersBytes;
}
