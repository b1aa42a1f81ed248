using System.Diagnostics.CodeAnalysis;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Blocks that were found invalid, with the reason, so that they are not validated again.</summary>
/// <remarks>Invariant: at most the given number; the oldest is forgotten first. Belongs to the writer.</remarks>
internal sealed class InvalidBlocks(int countMax)
{
    private readonly Dictionary<Hash32, (BlockError Error, Point Culprit)> _reasons = [];
    private readonly Queue<Hash32> _byAge = new();

    /// <summary>Looks a block up.</summary>
    public bool TryGet(Hash32 hash, [NotNullWhen(true)] out BlockError? error, out Point culprit)
    {
        bool isKnown = _reasons.TryGetValue(hash, out (BlockError Error, Point Culprit) reason);
        (error, culprit) = reason;
        return isKnown;
    }

    /// <summary>Says whether a block is known to be invalid.</summary>
    public bool Contains(Hash32 hash) => _reasons.ContainsKey(hash);

    /// <summary>Remembers a block.</summary>
    /// <param name="hash">The block.</param>
    /// <param name="error">The broken rule.</param>
    /// <param name="culprit">The block that breaks it: this one, or one that it builds on.</param>
    public void Add(Hash32 hash, BlockError error, Point culprit)
    {
        if (!_reasons.TryAdd(hash, (error, culprit)))
            return;
        _byAge.Enqueue(hash);
        if (_byAge.Count > countMax)
            _reasons.Remove(_byAge.Dequeue());
    }
}
