using Xunit;

namespace PoolTopology.TestKit.Vectors;

/// <summary>A theory over external test vectors: skipped, with a reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VectorTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks a test that reads <see cref="VectorFiles"/>.</summary>
    public VectorTheoryAttribute() => Skip = VectorFiles.SkipReason;
}
