using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

/// <summary>Who must agree to a certificate.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>getVKeyWitnessTxCert</c>, <c>getScriptWitnessTxCert</c>.
/// </remarks>
internal static class CertificateAuthor
{
    /// <summary>
    /// The credential; null for registrations without a stated deposit and for movements from the pots, which a quorum
    /// of genesis delegates signs.
    /// </summary>
    public static Credential? Of(Certificate certificate) => certificate switch
    {
        Certificate.DeregisterStake it => it.Credential,
        Certificate.DelegateStake it => it.Credential,
        Certificate.RegisterPool it => Credential.OfKey(it.Parameters.PoolId),
        Certificate.RetirePool it => Credential.OfKey(it.PoolId),
        Certificate.DelegateGenesis it => Credential.OfKey(it.GenesisKeyHash),
        Certificate.RegisterStakeFor it => it.Credential,
        Certificate.DeregisterStakeFor it => it.Credential,
        Certificate.DelegateVote it => it.Credential,
        Certificate.DelegateStakeAndVote it => it.Credential,
        Certificate.RegisterAndDelegateStake it => it.Credential,
        Certificate.RegisterAndDelegateVote it => it.Credential,
        Certificate.RegisterAndDelegateStakeAndVote it => it.Credential,
        Certificate.AuthorizeCommitteeHot it => it.Cold,
        Certificate.ResignCommitteeCold it => it.Cold,
        Certificate.RegisterDRep it => it.Credential,
        Certificate.DeregisterDRep it => it.Credential,
        Certificate.UpdateDRep it => it.Credential,
        _ => null,
    };
}
