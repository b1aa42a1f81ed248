using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>Turns the state after a block into bytes and back.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IStateCodec
{
    /// <summary>The number of the bytes' form. Another number's bytes are not read.</summary>
    int FormatVersion { get; }

    /// <summary>The bytes of a state; the same state always gives the same ones.</summary>
    byte[] Encode(ChainState state);

    /// <summary>The state that the bytes are of.</summary>
    /// <exception cref="CborException">They are of none.</exception>
    ChainState Decode(ReadOnlyMemory<byte> bytes);
}
