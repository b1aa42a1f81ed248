using System.Buffers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Conway;

/// <summary>Writes Conway blocks with the very bytes that cardano-node writes.</summary>
/// <remarks>
/// An empty body is <c>80 80 a0 80</c>: no transaction bodies, no witnesses, no auxiliary data, no failed scripts.
/// Spec: cardano-ledger <c>eras/conway/impl/cddl</c> <c>block</c>; blocks with transactions come with the mempool.
/// </remarks>
public static class ConwayBlockEncoder
{
    private static readonly byte[] EmptyPart = [0x80];
    private static readonly byte[] EmptyAuxiliaryData = [0xa0];

    /// <summary>The parts of a body without transactions, in order.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> EmptyBody { get; } =
        [EmptyPart, EmptyPart, EmptyAuxiliaryData, EmptyPart];

    /// <summary>What a header declares as the size of <see cref="EmptyBody"/>.</summary>
    public static uint EmptyBodySizeBytes => 4;

    /// <summary>What a header declares as the hash of <see cref="EmptyBody"/>.</summary>
    public static Hash32 EmptyBodyHash { get; } = Block.BodyHashOf(EmptyBody);

    /// <summary>The header body, which the KES key signs.</summary>
    public static byte[] EncodeHeaderBody(HeaderFields fields)
    {
        ArrayBufferWriter<byte> output = new(512);
        HeaderBodyEncoder.Encode(output, fields);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The header: <c>[header body, KES signature]</c>.</summary>
    public static byte[] EncodeHeader(ReadOnlySpan<byte> headerBody, ReadOnlySpan<byte> kesSignature)
    {
        ArrayBufferWriter<byte> output = new(headerBody.Length + kesSignature.Length + 4);
        HeaderBodyEncoder.EncodeHeader(output, headerBody, kesSignature);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The stored block <c>[7, [header, part, part, part, part]]</c>.</summary>
    public static byte[] EncodeStoredBlock(ReadOnlySpan<byte> header, IReadOnlyList<ReadOnlyMemory<byte>> bodyParts)
    {
        ArgumentNullException.ThrowIfNull(bodyParts);
        ArrayBufferWriter<byte> output = new(header.Length + 16);
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64((ulong)EraTable.BlockTag(Era.Conway));
        writer.WriteArrayStart(1 + bodyParts.Count);
        writer.WriteEncoded(header);
        foreach (ReadOnlyMemory<byte> part in bodyParts)
            writer.WriteEncoded(part.Span);
        return output.WrittenSpan.ToArray();
    }
}
