using System.Diagnostics.CodeAnalysis;

namespace PoolTopology.Primitives;

/// <summary>Conditions that hold by construction. One that does not means that this program is wrong.</summary>
/// <remarks>Always on, also in release: a wrong node is worse than a stopped one.</remarks>
public static class Invariant
{
    /// <summary>Stops the caller when the condition does not hold.</summary>
    /// <exception cref="InvariantException">The condition is false.</exception>
    public static void Require([DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition)
            throw new InvariantException(what);
    }
}
