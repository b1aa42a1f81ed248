using Xunit;

namespace PoolTopology.Crypto.Tests.Eddsa;

/// <summary>A fact that compares with libsodium: skipped, with a reason, where the library is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibsodiumFactAttribute : FactAttribute
{
    /// <summary>Marks a test that needs the oracle.</summary>
    public LibsodiumFactAttribute() => Skip = Libsodium.SkipReason;
}
