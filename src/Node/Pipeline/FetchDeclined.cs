namespace PoolTopology.Node.Pipeline;

/// <summary>Why nothing is asked of a peer at this moment.</summary>
public enum FetchDeclined
{
    /// <summary>Its chain is not better than ours: even whole, we would not switch to it.</summary>
    NotPreferable,

    /// <summary>It has as many requests to answer as it may; block-fetch streams, so a further one would only queue.</summary>
    RequestUnderWay,

    /// <summary>All of its blocks that matter are stored; chain selection has the next word.</summary>
    NothingMissing,

    /// <summary>What is missing is on its way from another peer, which is not late yet.</summary>
    OnItsWayFromAnother,
}
