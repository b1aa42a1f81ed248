using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Crypto.Kes;

/// <summary>The sum composition for any depth: 2^depth periods over Ed25519 leaves.</summary>
/// <remarks>
/// Shape: level 1 sits on the leaf, level depth is the root. The signing key holds the current leaf's seed (32 bytes)
/// and, per level from 1 up, 96 bytes: seed of the right subtree or zeros, left key, right key.
/// </remarks>
internal static class SumKesTree
{
    private const int HashSizeBytes = 32;
    private const int LevelSizeBytes = 3 * HashSizeBytes;
    private const int PairSizeBytes = 2 * HashSizeBytes;
    private const byte LeftSeedTag = 1;
    private const byte RightSeedTag = 2;

    internal static int SigningKeySize(int depth) => Ed25519.SeedSizeBytes + depth * LevelSizeBytes;

    internal static int SignatureSize(int depth) => Ed25519.SignatureSizeBytes + depth * PairSizeBytes;

    internal static void GenerateKey(int depth, ReadOnlySpan<byte> seed, Span<byte> signingKey)
    {
        Require(seed.Length == Ed25519.SeedSizeBytes, nameof(seed));
        Require(signingKey.Length == SigningKeySize(depth), nameof(signingKey));
        Span<byte> verificationKey = stackalloc byte[HashSizeBytes];
        Generate(depth, seed, signingKey, verificationKey);
    }

    internal static void VerificationKeyOf(int depth, ReadOnlySpan<byte> signingKey, Span<byte> verificationKey)
    {
        Require(signingKey.Length == SigningKeySize(depth), nameof(signingKey));
        Require(verificationKey.Length == HashSizeBytes, nameof(verificationKey));
        if (depth == 0)
            Ed25519.PublicKeyOf(signingKey, verificationKey);
        else
            Blake2b.Hash256(signingKey[^PairSizeBytes..], verificationKey);
    }

    internal static bool Update(int depth, Span<byte> signingKey, int period)
    {
        Require(signingKey.Length == SigningKeySize(depth), nameof(signingKey));
        RequirePeriod(depth, period);
        if (period == (1 << depth) - 1)
            return false;

        // The levels below the lowest zero bit of the period are at their last leaf; at that level the right half
        // begins.
        int level = 1 + int.TrailingZeroCount(~period);
        Span<byte> rightSeed = signingKey.Slice(LevelOffset(level), Ed25519.SeedSizeBytes);
        Span<byte> subtree = signingKey[..SigningKeySize(level - 1)];
        Span<byte> verificationKey = stackalloc byte[HashSizeBytes];
        Generate(level - 1, rightSeed, subtree, verificationKey);
        CryptographicOperations.ZeroMemory(rightSeed);
        return true;
    }

    internal static void Sign(
        int depth, ReadOnlySpan<byte> signingKey, int period, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Require(signingKey.Length == SigningKeySize(depth), nameof(signingKey));
        Require(signature.Length == SignatureSize(depth), nameof(signature));
        RequirePeriod(depth, period);
        Ed25519.Sign(signingKey[..Ed25519.SeedSizeBytes], message, signature[..Ed25519.SignatureSizeBytes]);
        for (int level = 1; level <= depth; level++)
        {
            ReadOnlySpan<byte> pair = signingKey.Slice(LevelOffset(level) + HashSizeBytes, PairSizeBytes);
            pair.CopyTo(signature[PairOffset(level)..]);
        }
    }

    /// <remarks>Pre: depth is at least 1.</remarks>
    internal static bool Verify(
        int depth,
        ReadOnlySpan<byte> verificationKey,
        int period,
        ReadOnlySpan<byte> message,
        ReadOnlySpan<byte> signature) =>
        TryFindLeaf(depth, verificationKey, period, signature, out int leafOffset)
        && Ed25519.Verify(
            signature.Slice(leafOffset, HashSizeBytes), message, signature[..Ed25519.SignatureSizeBytes]);

    /// <summary>Follows the hashes down to the period's leaf; yields where in the signature the leaf's key is.</summary>
    /// <remarks>Pre: depth is at least 1. Errors: false for wrong lengths, periods and hashes.</remarks>
    [SkipLocalsInit]
    internal static bool TryFindLeaf(
        int depth,
        ReadOnlySpan<byte> verificationKey,
        int period,
        ReadOnlySpan<byte> signature,
        out int leafOffset)
    {
        leafOffset = 0;
        if (verificationKey.Length != HashSizeBytes
            || signature.Length != SignatureSize(depth)
            || period < 0
            || period >= 1 << depth)
            return false;
        Span<byte> hash = stackalloc byte[HashSizeBytes];
        ReadOnlySpan<byte> expected = verificationKey;
        for (int level = depth; level > 0; level--)
        {
            Blake2b.Hash256(signature.Slice(PairOffset(level), PairSizeBytes), hash);
            if (!hash.SequenceEqual(expected))
                return false;
            bool isRight = ((period >> (level - 1)) & 1) == 1;
            leafOffset = PairOffset(level) + (isRight ? HashSizeBytes : 0);
            expected = signature.Slice(leafOffset, HashSizeBytes);
        }
        return true;
    }

    // Writes the signing key of the subtree's first period and its verification key.
    [SkipLocalsInit]
    private static void Generate(int depth, ReadOnlySpan<byte> seed, Span<byte> signingKey, Span<byte> verificationKey)
    {
        if (depth == 0)
        {
            Ed25519.PublicKeyOf(seed, verificationKey);
            seed.CopyTo(signingKey);
            return;
        }
        Span<byte> leftSeed = stackalloc byte[Ed25519.SeedSizeBytes];
        Span<byte> level = signingKey.Slice(LevelOffset(depth), LevelSizeBytes);
        Span<byte> rightSeed = level[..Ed25519.SeedSizeBytes];
        Expand(seed, leftSeed, rightSeed);
        Generate(depth - 1, leftSeed, signingKey[..LevelOffset(depth)], level.Slice(HashSizeBytes, HashSizeBytes));
        KeyOfSubtree(depth - 1, rightSeed, level[PairSizeBytes..]);
        Blake2b.Hash256(level[HashSizeBytes..], verificationKey);
        CryptographicOperations.ZeroMemory(leftSeed);
    }

    // The verification key of a subtree whose signing key is not kept.
    [SkipLocalsInit]
    private static void KeyOfSubtree(int depth, ReadOnlySpan<byte> seed, Span<byte> verificationKey)
    {
        if (depth == 0)
        {
            Ed25519.PublicKeyOf(seed, verificationKey);
            return;
        }
        Span<byte> seeds = stackalloc byte[2 * Ed25519.SeedSizeBytes];
        Span<byte> pair = stackalloc byte[PairSizeBytes];
        Expand(seed, seeds[..Ed25519.SeedSizeBytes], seeds[Ed25519.SeedSizeBytes..]);
        KeyOfSubtree(depth - 1, seeds[..Ed25519.SeedSizeBytes], pair[..HashSizeBytes]);
        KeyOfSubtree(depth - 1, seeds[Ed25519.SeedSizeBytes..], pair[HashSizeBytes..]);
        Blake2b.Hash256(pair, verificationKey);
        CryptographicOperations.ZeroMemory(seeds);
    }

    // left = BLAKE2b-256(1 || seed), right = BLAKE2b-256(2 || seed)
    [SkipLocalsInit]
    private static void Expand(ReadOnlySpan<byte> seed, Span<byte> left, Span<byte> right)
    {
        Span<byte> tagged = stackalloc byte[1 + Ed25519.SeedSizeBytes];
        seed.CopyTo(tagged[1..]);
        tagged[0] = LeftSeedTag;
        Blake2b.Hash256(tagged, left);
        tagged[0] = RightSeedTag;
        Blake2b.Hash256(tagged, right);
        CryptographicOperations.ZeroMemory(tagged);
    }

    private static int LevelOffset(int level) => SigningKeySize(level - 1);

    private static int PairOffset(int level) => SignatureSize(level - 1);

    private static void RequirePeriod(int depth, int period)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(period);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(period, 1 << depth);
    }

    private static void Require(bool condition, string parameter)
    {
        if (!condition)
            throw new ArgumentException("wrong length", parameter);
    }
}
