using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

/// <summary>A fact about 512-bit lanes: skipped, with a reason, where the machine has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LanesFactAttribute : FactAttribute
{
    /// <summary>Marks a test that needs AVX-512.</summary>
    public LanesFactAttribute() => Skip = FieldLanes.IsSupported ? null : "this machine has no AVX-512";
}
