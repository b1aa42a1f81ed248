using System.CommandLine;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Credentials.Keys;
using PoolTopology.Keys.Seeds;

namespace PoolTopology.Keys.Commands;

/// <summary><c>node key-gen-KES</c> and <c>node key-gen-VRF</c>: the keys that live on the producer.</summary>
internal static class HotKeyCommands
{
    public static Command CreateKes(CommandSurroundings surroundings) => Create(
        surroundings,
        "key-gen-KES",
        "Make a KES key pair: signs blocks for 64 periods (a network may allow fewer: 62 on mainnet) from the certificate's first one",
        (signingKeyFile, files) =>
        {
            using KesSigningKey key = new KeyFactory(surroundings.Seeds).Kes("kes");
            files.Add(key.Write(signingKeyFile));
            return key.VerificationKey;
        });

    public static Command CreateVrf(CommandSurroundings surroundings) => Create(
        surroundings,
        "key-gen-VRF",
        "Make a VRF key pair: decides in which slots the pool leads",
        (signingKeyFile, files) =>
        {
            using VrfSigningKey key = new KeyFactory(surroundings.Seeds).Vrf("vrf");
            files.Add(key.Write(signingKeyFile));
            return key.VerificationKey;
        });

    private static Command Create(
        CommandSurroundings surroundings,
        string name,
        string description,
        Func<string, PendingFiles, VerificationKey> make)
    {
        Option<string> verificationKey = FileOption.Required("--verification-key-file", "Written: the public half");
        Option<string> signingKey = FileOption.Required("--signing-key-file", "Written, mode 0600: the signing key");
        Command command = new(name, description) { verificationKey, signingKey };
        command.SetAction(parsed =>
        {
            using PendingFiles files = new();
            VerificationKey made = make(parsed.GetRequiredValue(signingKey), files);
            files.Add(EnvelopeWriter.Write(parsed.GetRequiredValue(verificationKey), made));
            CredentialError? error = files.PublishIfAbsent();
            return surroundings.End(error);
        });
        return command;
    }
}
