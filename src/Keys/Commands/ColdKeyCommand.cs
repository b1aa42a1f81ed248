using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Credentials.Keys;
using PoolTopology.Keys.Seeds;

namespace PoolTopology.Keys.Commands;

/// <summary><c>node key-gen</c>: the key that is the pool, and the counter of its certificates.</summary>
internal static class ColdKeyCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        Option<string> verificationKey = FileOption.Required("--cold-verification-key-file", "Written: the public half");
        Option<string> signingKey = FileOption.Required(
            "--cold-signing-key-file", "Written, mode 0600: the cold key; it never leaves the offline machine");
        Option<string> counter = FileOption.Required(
            "--operational-certificate-issue-counter-file", "Written: counts the certificates of this key, from 0");
        Command command = new("key-gen", "Make a cold key pair and its certificate counter")
        {
            verificationKey, signingKey, counter,
        };
        command.SetAction(parsed => surroundings.End(Run(
            surroundings,
            parsed.GetRequiredValue(verificationKey),
            parsed.GetRequiredValue(signingKey),
            parsed.GetRequiredValue(counter))));
        return command;
    }

    private static CredentialError? Run(
        CommandSurroundings surroundings, string verificationKey, string signingKey, string counter)
    {
        using Ed25519SigningKey key =
            new KeyFactory(surroundings.Seeds).Ed25519(EnvelopeKind.ColdSigningKey, "cold");
        using PendingFiles files = new();
        files.Add(key.Write(signingKey));
        files.Add(EnvelopeWriter.Write(verificationKey, key.VerificationKey));
        files.Add(CertificateFiles.Write(counter, new IssueCounter(0, key.VerificationKey.Bytes)));
        return files.PublishIfAbsent();
    }
}
