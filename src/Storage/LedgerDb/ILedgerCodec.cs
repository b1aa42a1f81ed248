using System.Buffers;
using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>Turns a ledger into bytes and back.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface ILedgerCodec
{
    /// <summary>The number of the bytes' form.</summary>
    int FormatVersion { get; }

    /// <summary>Writes a ledger as one CBOR item.</summary>
    void Encode(IChainLedger ledger, IBufferWriter<byte> output);

    /// <summary>Reads one ledger and nothing after it.</summary>
    /// <param name="bytes">What <see cref="Encode"/> wrote.</param>
    /// <param name="tip">The block that the ledger is after.</param>
    /// <exception cref="CborException">The bytes are not those of a ledger.</exception>
    IChainLedger Decode(ReadOnlyMemory<byte> bytes, Tip tip);
}
