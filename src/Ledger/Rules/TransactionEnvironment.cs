using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>What the rules of one transaction know beside the state.</summary>
/// <param name="Slot">The block's slot.</param>
/// <param name="Epoch">The epoch of that slot.</param>
/// <param name="TransactionIndex">The transaction's place in its block, from 0.</param>
/// <param name="Parameters">The protocol parameters in force.</param>
/// <param name="Pots">Treasury and reserves.</param>
/// <param name="Config">What the network is configured to.</param>
/// <remarks>Spec: cardano-ledger <c>LedgerEnv</c>.</remarks>
public sealed record TransactionEnvironment(
    Slot Slot,
    EpochNo Epoch,
    int TransactionIndex,
    ProtocolParameters Parameters,
    AccountPots Pots,
    LedgerConfig Config);
