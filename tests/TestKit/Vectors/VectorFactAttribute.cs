using Xunit;

namespace PoolTopology.TestKit.Vectors;

/// <summary>A fact over external test vectors: skipped, with a reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VectorFactAttribute : FactAttribute
{
    /// <summary>Marks a test that reads <see cref="VectorFiles"/>.</summary>
    public VectorFactAttribute() => Skip = VectorFiles.SkipReason;
}
