using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;

namespace PoolTopology.Keys.Commands;

/// <summary><c>node new-counter</c>: makes a lost counter anew from what the chain says.</summary>
internal static class CounterCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        Option<string> verificationKey = FileOption.Required(
            "--cold-verification-key-file", "The cold verification key");
        Option<ulong> value = new("--counter-value")
        {
            Description = "The number of the next certificate: one above the last that made a block, 0 if none did",
            HelpName = "N",
            Required = true,
        };
        Option<string> counter = FileOption.Required(
            "--operational-certificate-issue-counter-file", "Written: the counter");
        Command command = new("new-counter", "Make a certificate counter with a given number")
        {
            verificationKey, value, counter,
        };
        command.SetAction(parsed => surroundings.End(Run(
            parsed.GetRequiredValue(verificationKey),
            parsed.GetRequiredValue(value),
            parsed.GetRequiredValue(counter))));
        return command;
    }

    private static CredentialError? Run(string verificationKey, ulong value, string counterFile)
    {
        CredentialResult<VerificationKey> key = CertificateFiles.ReadColdKey(verificationKey);
        if (!key.IsRead)
            return key.Error;
        using PendingFiles files = new();
        files.Add(CertificateFiles.Write(counterFile, new IssueCounter(value, key.Value.Bytes)));
        return files.PublishIfAbsent();
    }
}
