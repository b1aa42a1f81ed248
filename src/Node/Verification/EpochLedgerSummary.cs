using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>The pots at the start of an epoch, in lovelace, and what decides its rules.</summary>
/// <param name="Reserves">Not in circulation yet.</param>
/// <param name="Treasury">The treasury.</param>
/// <param name="Deposits">What registrations have deposited.</param>
/// <param name="Fees">Fees that were paid and not distributed yet.</param>
/// <param name="Utxo">In unspent outputs.</param>
/// <param name="Rewards">In reward accounts.</param>
/// <param name="ParametersDigest">BLAKE2b-256 over the protocol parameters in force.</param>
public sealed record EpochLedgerSummary(
    Coin Reserves, Coin Treasury, Coin Deposits, Coin Fees, Coin Utxo, Coin Rewards, Hash32 ParametersDigest);
