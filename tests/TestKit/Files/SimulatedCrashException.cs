namespace PoolTopology.TestKit.Files;

/// <summary>The simulated machine stopped in the middle of a file operation.</summary>
/// <remarks>Not a failure that code under test may handle: only the test catches it, and restarts.</remarks>
public sealed class SimulatedCrashException() : Exception("the simulated machine has crashed");
