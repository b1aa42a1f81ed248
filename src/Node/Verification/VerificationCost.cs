namespace PoolTopology.Node.Verification;

/// <summary>What a verification cost.</summary>
/// <param name="Threads">How many threads worked.</param>
/// <param name="Elapsed">From opening the database to the last proof.</param>
/// <param name="Storage">Processor time for reading and checksums.</param>
/// <param name="Decode">Processor time for decoding.</param>
/// <param name="Rules">Processor time for the rules of state.</param>
/// <param name="Crypto">Processor time for proofs and signatures.</param>
/// <param name="PeakResidentBytes">The most memory that the process ever held; null where the system does not say.</param>
public sealed record VerificationCost(
    int Threads,
    TimeSpan Elapsed,
    TimeSpan Storage,
    TimeSpan Decode,
    TimeSpan Rules,
    TimeSpan Crypto,
    long? PeakResidentBytes);
