using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Consensus.Blocks;

/// <summary>A signature in a block's body that is still to be checked.</summary>
/// <param name="TransactionIndex">Which transaction of the block carries it, from 0.</param>
/// <param name="Claim">Key, message and signature.</param>
/// <remarks>The default value is a claim that does not hold.</remarks>
public readonly record struct SignatureObligation(int TransactionIndex, Ed25519Claim Claim);
