using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;

namespace PoolTopology.Keys.Commands;

/// <summary><c>node key-hash-VRF</c>: how a pool's registration names its VRF key.</summary>
internal static class VrfHashCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        Option<string> verificationKey = FileOption.Required("--verification-key-file", "The VRF verification key");
        Command command = new("key-hash-VRF", "Print the hash of a VRF verification key") { verificationKey };
        command.SetAction(parsed =>
        {
            CredentialResult<VerificationKey> key =
                CertificateFiles.ReadVrfKey(parsed.GetRequiredValue(verificationKey));
            if (key.IsRead)
                surroundings.Output.WriteLine(key.Value.Hash32);
            return surroundings.End(key.Error);
        });
        return command;
    }
}
