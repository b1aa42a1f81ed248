namespace PoolTopology.Consensus.Blocks;

/// <summary>Plutus scripts of a block that were not run: their transactions' own word was taken.</summary>
/// <param name="Transactions">Transactions that carry such scripts.</param>
/// <param name="Runs">How many runs they ask for.</param>
/// <remarks>The default value is none.</remarks>
public readonly record struct UnevaluatedScripts(int Transactions, int Runs);
