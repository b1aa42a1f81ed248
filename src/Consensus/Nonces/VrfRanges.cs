using System.Buffers.Binary;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Nonces;

/// <summary>What Praos and TPraos feed to the VRF, and the values that they take from outputs.</summary>
/// <remarks>
/// Praos proves one output per slot and takes two values from it; TPraos proves two outputs, from inputs that differ by
/// a constant each, and uses them as they are.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos/VRF.hs
/// </remarks>
public static class VrfRanges
{
    /// <summary>The size of a VRF input.</summary>
    public const int InputSizeBytes = Hash32.SizeBytes;

    private static readonly Hash32 NonceSeed = SeedOf(0);

    private static readonly Hash32 LeaderSeed = SeedOf(1);

    /// <summary>The VRF input of a slot: BLAKE2b-256(slot in 8 big-endian bytes ‖ epoch nonce).</summary>
    public static Hash32 Input(Slot slot, Nonce epochNonce)
    {
        Span<byte> seed = stackalloc byte[sizeof(ulong) + Hash32.SizeBytes];
        BinaryPrimitives.WriteUInt64BigEndian(seed, slot.Value);
        if (epochNonce.Hash is not Hash32 nonce)
            return Digest.Blake2b256(seed[..sizeof(ulong)]);
        nonce.CopyTo(seed[sizeof(ulong)..]);
        return Digest.Blake2b256(seed);
    }

    /// <summary>
    /// The VRF input of a slot in TPraos: BLAKE2b-256(slot ‖ epoch nonce) XOR BLAKE2b-256(0 or 1 in 8 bytes), 0 for the
    /// nonce's certificate and 1 for the leader's.
    /// </summary>
    /// <remarks>Spec: cardano-ledger <c>mkSeed</c>, <c>seedEta</c>, <c>seedL</c>.</remarks>
    public static Hash32 TransitionalInput(Slot slot, Nonce epochNonce, VrfUse use)
    {
        Span<byte> input = stackalloc byte[InputSizeBytes];
        Input(slot, epochNonce).CopyTo(input);
        Span<byte> constant = stackalloc byte[InputSizeBytes];
        (use == VrfUse.Nonce ? NonceSeed : LeaderSeed).CopyTo(constant);
        for (int i = 0; i < input.Length; i++)
            input[i] ^= constant[i];
        return new Hash32(input);
    }

    /// <summary>The number that elects: BLAKE2b-256("L" ‖ output), read as a big-endian integer below 2^256.</summary>
    /// <remarks><see cref="Hash32"/> is ordered by its bytes, which is the order of these integers.</remarks>
    public static Hash32 LeaderValue(ReadOnlySpan<byte> output) => Extend((byte)'L', output);

    /// <summary>What a block adds to the evolving nonce: BLAKE2b-256(BLAKE2b-256("N" ‖ output)).</summary>
    public static Nonce NonceValue(ReadOnlySpan<byte> output)
    {
        Span<byte> ranged = stackalloc byte[Hash32.SizeBytes];
        Extend((byte)'N', output).CopyTo(ranged);
        return new Nonce(Digest.Blake2b256(ranged));
    }

    /// <summary>What a block of the era before Praos adds: BLAKE2b-256(output of its nonce certificate).</summary>
    /// <remarks>Spec: cardano-ledger <c>mkNonceFromOutputVRF</c>.</remarks>
    public static Nonce TransitionalNonceValue(ReadOnlySpan<byte> output) => new(Digest.Blake2b256(output));

    private static Hash32 SeedOf(ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return Digest.Blake2b256(bytes);
    }

    private static Hash32 Extend(byte usage, ReadOnlySpan<byte> output)
    {
        Span<byte> input = stackalloc byte[1 + VrfCertificate.OutputSizeBytes];
        input[0] = usage;
        output.CopyTo(input[1..]);
        return Digest.Blake2b256(input[..(1 + output.Length)]);
    }
}
