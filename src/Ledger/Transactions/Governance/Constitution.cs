using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>The constitution's text and the script that guards proposals, if any.</summary>
public sealed record Constitution(Anchor Anchor, Hash28? GuardrailsScriptHash);
