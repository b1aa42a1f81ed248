using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Byron;

/// <summary>A main or boundary block of Byron, as a view over its stored bytes.</summary>
/// <remarks>
/// Read so that a chain that starts in Byron can be indexed and linked: header, hash, link, slot, transaction ids.
/// Signatures and payloads of the old protocol are taken as they stand, but must be the CBOR that the grammar names.
/// Shape: <c>[0, boundary block]</c> or <c>[1, main block]</c>. Spec: ledger CDDL <c>byron.cddl</c>.
/// </remarks>
public sealed class ByronBlock
{
    internal ByronBlock(ReadOnlyMemory<byte> storedBytes, bool isBoundary, ReadOnlyMemory<byte> headerBytes)
    {
        StoredBytes = storedBytes;
        IsBoundary = isBoundary;
        HeaderBytes = headerBytes;
        Hash = HashOf(isBoundary, headerBytes.Span);
    }

    /// <summary>The bytes as stored.</summary>
    public ReadOnlyMemory<byte> StoredBytes { get; }

    /// <summary>The header as received.</summary>
    public ReadOnlyMemory<byte> HeaderBytes { get; }

    /// <summary>Opens an epoch and holds no transactions.</summary>
    public bool IsBoundary { get; }

    /// <summary>BLAKE2b-256 of <c>[0 // 1, header]</c>: the block's name.</summary>
    public Hash32 Hash { get; }

    /// <summary>The magic of the network.</summary>
    public required uint ProtocolMagic { get; init; }

    /// <summary>The hash of the block before; of the genesis file for the first.</summary>
    public required Hash32 PrevHash { get; init; }

    /// <summary>The epoch.</summary>
    public required EpochNo Epoch { get; init; }

    /// <summary>The slot within the epoch; 0 of a boundary block, which has no slot of its own.</summary>
    public required ulong SlotInEpoch { get; init; }

    /// <summary>The chain's difficulty: its number of main blocks so far.</summary>
    public required BlockNo BlockNo { get; init; }

    /// <summary>What the header says of the body; null of a boundary block, see <see cref="BoundaryBodyHash"/>.</summary>
    public ByronBodyProof? BodyProof { get; init; }

    /// <summary>The hash of a boundary block's body; null of a main block.</summary>
    public Hash32? BoundaryBodyHash { get; init; }

    /// <summary>The ids of the transactions, in their order.</summary>
    public required ImmutableArray<Hash32> TransactionIds { get; init; }

    /// <summary>What <see cref="BodyProof"/> should be, of the body as received; its shared seed part is taken over.</summary>
    internal ByronBodyProof? ComputedProof { get; init; }

    /// <summary>What <see cref="BoundaryBodyHash"/> should be.</summary>
    internal Hash32? ComputedBodyHash { get; init; }

    /// <summary>The body is the one that the header declares, as far as it is read (not the shared seed).</summary>
    public bool IsBodyAsDeclared => IsBoundary ? ComputedBodyHash == BoundaryBodyHash : ComputedProof == BodyProof;

    /// <summary>The absolute slot.</summary>
    /// <param name="epochLengthSlots">Ten times the security parameter of Byron; 21,600 on public networks.</param>
    public Slot SlotOf(ulong epochLengthSlots) => new(checked((Epoch.Value * epochLengthSlots) + SlotInEpoch));

    /// <summary>Reads one stored block and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a block of Byron.</exception>
    public static ByronBlock Decode(ReadOnlyMemory<byte> storedBytes) => ByronBlockDecoder.Decode(storedBytes);

    /// <summary>The hash of a header.</summary>
    public static Hash32 HashOf(bool isBoundary, ReadOnlySpan<byte> header)
    {
        byte[] hashed = [0x82, isBoundary ? (byte)0 : (byte)1, .. header];
        return Digest.Blake2b256(hashed);
    }
}
