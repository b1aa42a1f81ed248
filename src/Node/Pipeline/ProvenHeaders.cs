using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>Headers whose proofs and signatures are known to hold, so that nobody proves them again.</summary>
/// <remarks>
/// A header's hash fixes every block before it, and with them the nonce and the key period that its proofs are of: what
/// was proven for a hash once holds wherever the hash turns up, from another peer or when its block is adopted. Only
/// proofs are remembered; the rules of state are applied each time.
/// Bound: <paramref name="countMax"/> hashes; the oldest is forgotten, and would be proven again. Thread-safe.
/// </remarks>
internal sealed class ProvenHeaders(int countMax = ProvenHeaders.CountMaxDefault)
{
    /// <summary>Enough for what a few peers may be ahead of us.</summary>
    public const int CountMaxDefault = 16_384;

    private readonly Lock _gate = new();
    private readonly HashSet<Hash32> _hashes = [];
    private readonly Queue<Hash32> _byAge = new();

    /// <summary>The header's proofs and signatures hold.</summary>
    public bool Contains(Hash32 hash)
    {
        lock (_gate)
            return _hashes.Contains(hash);
    }

    /// <summary>Remembers a header.</summary>
    public void Add(Hash32 hash)
    {
        lock (_gate)
        {
            if (!_hashes.Add(hash))
                return;
            _byAge.Enqueue(hash);
            if (_byAge.Count > countMax)
                _hashes.Remove(_byAge.Dequeue());
        }
    }
}
