namespace PoolTopology.Producer.Tests.Fakes;

/// <summary>The process ends here, as with kill -9 or a power cut: nothing may catch it.</summary>
internal sealed class PowerCutException : Exception;
