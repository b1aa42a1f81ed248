namespace PoolTopology.Credentials.Hot;

/// <summary>The three files that let a producer forge.</summary>
/// <param name="KesKeyFile">The KES key at period 0, as the certificate certifies it.</param>
/// <param name="VrfKeyFile">The VRF key that the pool registered.</param>
/// <param name="CertificateFile">The operational certificate.</param>
public sealed record HotCredentialFiles(string KesKeyFile, string VrfKeyFile, string CertificateFile);
