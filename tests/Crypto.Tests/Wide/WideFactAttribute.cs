using PoolTopology.Crypto.Wide;
using Xunit;

namespace PoolTopology.Crypto.Tests.Wide;

/// <summary>A fact about registers of so many lanes: skipped, with a reason, where the machine has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WideFactAttribute : FactAttribute
{
    /// <summary>Marks a test that needs registers of 8 or of 4 lanes.</summary>
    public WideFactAttribute(int lanes)
    {
        Lanes = lanes;
        bool isSupported = lanes == 8 ? Wide8.IsSupported : Wide4.IsSupported;
        Skip = isSupported ? null : $"this machine has no registers of {lanes} lanes";
    }

    /// <summary>How many lanes.</summary>
    public int Lanes { get; }
}
