using System.Text;
using PoolTopology.Crypto.Blake2;

namespace PoolTopology.Keys.Seeds;

/// <summary>Seeds that anybody can compute again: for tests of devnets, never for value.</summary>
internal sealed class RepeatableSeeds(string text) : SeedSource
{
    /// <inheritdoc/>
    // BLAKE2b-256(BLAKE2b-256(text) || purpose): the inner hash has a fixed length, so no two inputs meet.
    public override void Fill(string purpose, Span<byte> seed) =>
        Blake2b.Hash256([.. Blake2b.Hash256(Encoding.UTF8.GetBytes(text)), .. Encoding.UTF8.GetBytes(purpose)], seed);
}
