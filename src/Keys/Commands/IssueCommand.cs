using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Credentials.Keys;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Commands;

/// <summary><c>node issue-op-cert</c>: the cold key lets a KES key sign.</summary>
/// <remarks>
/// Order: the certificate lies complete on disk under a passing name, then the counter is replaced, then the
/// certificate gets its name. A crash in between uses a number up; no number is ever on two certificates.
/// </remarks>
internal static class IssueCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        Option<string> kesKey = FileOption.Required(
            "--kes-verification-key-file", "The KES verification key to certify");
        Option<string> coldKey = FileOption.Required("--cold-signing-key-file", "The cold key");
        Option<string> counter = FileOption.Required(
            "--operational-certificate-issue-counter-file", "The counter of the cold key; increased");
        Option<ulong> kesPeriod = new("--kes-period")
        {
            Description = "The first KES period of the certificate: the current slot divided by slotsPerKESPeriod",
            HelpName = "N",
            Required = true,
        };
        Option<string> certificate = FileOption.Required("--out-file", "Written: the certificate");
        Command command = new("issue-op-cert", "Issue an operational certificate for a KES key")
        {
            kesKey, coldKey, counter, kesPeriod, certificate,
        };
        command.SetAction(parsed => surroundings.End(Run(
            parsed.GetRequiredValue(kesKey),
            parsed.GetRequiredValue(coldKey),
            parsed.GetRequiredValue(counter),
            new KesPeriod(parsed.GetRequiredValue(kesPeriod)),
            parsed.GetRequiredValue(certificate))));
        return command;
    }

    private static CredentialError? Run(
        string kesKeyFile, string coldKeyFile, string counterFile, KesPeriod kesPeriod, string certificateFile)
    {
        CredentialResult<VerificationKey> kesKey = CertificateFiles.ReadKesKey(kesKeyFile);
        if (!kesKey.IsRead)
            return kesKey.Error;
        CredentialResult<IssueCounter> counter = CertificateFiles.ReadCounter(counterFile);
        if (!counter.IsRead)
            return counter.Error;
        CredentialResult<Ed25519SigningKey> coldKey = Ed25519SigningKey.ReadCold(coldKeyFile);
        if (!coldKey.IsRead)
            return coldKey.Error;
        using Ed25519SigningKey cold = coldKey.Value;
        if (!cold.VerificationKey.HasSameBytes(counter.Value.ColdVerificationKey.Span))
        {
            return new CredentialError.OtherPool(
                counterFile,
                PoolIds.ToBech32(cold.VerificationKey.Hash28),
                PoolIds.ToBech32(counter.Value.PoolId));
        }
        OperationalCertificate issued = cold.Issue(kesKey.Value, counter.Value.Next, kesPeriod);
        return Publish(certificateFile, issued, counterFile, counter.Value.Incremented());
    }

    private static CredentialError? Publish(
        string certificateFile, OperationalCertificate issued, string counterFile, IssueCounter counter)
    {
        CredentialResult<PendingFile> certificateWritten = CertificateFiles.Write(certificateFile, issued);
        if (!certificateWritten.IsRead)
            return certificateWritten.Error;
        using PendingFile pendingCertificate = certificateWritten.Value;
        CredentialResult<PendingFile> counterWritten = CertificateFiles.Write(counterFile, counter);
        if (!counterWritten.IsRead)
            return counterWritten.Error;
        using PendingFile pendingCounter = counterWritten.Value;
        return pendingCounter.PublishOver() ?? pendingCertificate.PublishOver();
    }
}
