namespace PoolTopology.EndToEnd.Crashes;

/// <summary>What happened in a run that ended as it should.</summary>
/// <param name="Seed">What decided it.</param>
/// <param name="Kills">How often the relay was killed.</param>
/// <param name="WasDiskFull">Its disk was too small at first.</param>
/// <param name="Repairs">How many repairs it reported over all of its starts.</param>
/// <param name="Story">Every kill and every damage, in order.</param>
internal sealed record CrashOutcome(int Seed, int Kills, bool WasDiskFull, int Repairs, IReadOnlyList<string> Story);
