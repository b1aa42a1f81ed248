using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>The block that a chain stops being right at, for people and programs.</summary>
/// <param name="Kind">What kind of thing is wrong.</param>
/// <param name="Point">The block's slot and hash; null where neither its bytes nor an index say.</param>
/// <param name="BlockNo">Its height; null where its bytes cannot say.</param>
/// <param name="Rule">The refusal's name.</param>
/// <param name="Expected">What the rule asks for.</param>
/// <param name="Found">What there is.</param>
/// <param name="Numbers">The refusal's numbers by their names.</param>
public sealed record Divergence(
    DivergenceKind Kind,
    Point? Point,
    BlockNo? BlockNo,
    string Rule,
    string Expected,
    string Found,
    IReadOnlyList<KeyValuePair<string, string>> Numbers);
