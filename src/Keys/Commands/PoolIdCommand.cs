using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;

namespace PoolTopology.Keys.Commands;

/// <summary><c>stake-pool id</c>: the pool's name on the chain.</summary>
internal static class PoolIdCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        Option<string> verificationKey = FileOption.Required(
            "--cold-verification-key-file", "The cold verification key");
        Option<string> format = new Option<string>("--output-format")
        {
            Description = "bech32 (pool1…) or hex",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "bech32",
        }.AcceptOnlyFromAmong("bech32", "hex");
        Command id = new("id", "Print the pool id of a cold key") { verificationKey, format };
        id.SetAction(parsed =>
        {
            CredentialResult<VerificationKey> key =
                CertificateFiles.ReadColdKey(parsed.GetRequiredValue(verificationKey));
            if (key.IsRead)
            {
                surroundings.Output.WriteLine(parsed.GetValue(format) == "hex"
                    ? key.Value.Hash28.ToString()
                    : PoolIds.ToBech32(key.Value.Hash28));
            }
            return surroundings.End(key.Error);
        });
        return new Command("stake-pool", "The pool itself") { id };
    }
}
