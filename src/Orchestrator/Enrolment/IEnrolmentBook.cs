namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>What the pool's authority knows of certificates.</summary>
internal interface IEnrolmentBook
{
    /// <summary>Lower-case hexadecimal SHA-256 of the authority's certificate.</summary>
    string AuthoritySha256 { get; }

    /// <summary>It remembers having issued the certificate with this serial.</summary>
    bool IsKnown(string serial);

    /// <summary>The enrolment with this serial has bought a certificate that was used.</summary>
    bool IsSpent(string serial);

    /// <summary>Why a node is shut out; null where it is not.</summary>
    string? DenialOf(string node);
}
