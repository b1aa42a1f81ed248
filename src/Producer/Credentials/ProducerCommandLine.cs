using System.CommandLine;
using System.CommandLine.Parsing;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Hot;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;

namespace PoolTopology.Producer.Credentials;

/// <summary>The options that a producer has beside a relay's, in cardano-node's spelling where it has one.</summary>
internal sealed class ProducerCommandLine
{
    private const string JournalName = "forge.journal";

    private readonly Option<FileInfo> _kesKey = Required(
        "--shelley-kes-key", "The KES key at period 0, mode 0600.");
    private readonly Option<FileInfo> _vrfKey = Required(
        "--shelley-vrf-key", "The VRF key, mode 0600.");
    private readonly Option<FileInfo> _certificate = Required(
        "--shelley-operational-certificate", "The operational certificate of the KES key.");
    private readonly Option<FileInfo?> _journal = new("--forge-journal")
    {
        Description = "Remembers which slots were signed; must never be restored from a backup. " +
            $"Default: {JournalName} beside the KES key.",
        HelpName = "FILE",
    };
    private readonly Option<Hash28?> _poolId = new("--pool-id")
    {
        Description = "Refuse credentials of any other pool than this one (pool1… or hexadecimal).",
        HelpName = "ID",
        CustomParser = ParsePoolId,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_kesKey, _vrfKey, _certificate, _journal, _poolId])
            command.Options.Add(option);
    }

    /// <summary>The keeper of what the options name.</summary>
    public KeyKeeper Read(ParseResult parsed)
    {
        FileInfo kesKey = parsed.GetRequiredValue(_kesKey);
        HotCredentialFiles files = new(
            kesKey.FullName,
            parsed.GetRequiredValue(_vrfKey).FullName,
            parsed.GetRequiredValue(_certificate).FullName);
        string journal = parsed.GetValue(_journal)?.FullName ?? Path.Combine(kesKey.DirectoryName!, JournalName);
        return new KeyKeeper(files, parsed.GetValue(_poolId), pool => JournalFile.TryOpen(journal, pool), journal);
    }

    private static Option<FileInfo> Required(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE", Required = true };

    private static Hash28? ParsePoolId(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (PoolIds.TryParse(text, out Hash28 poolId))
            return poolId;
        result.AddError($"--pool-id: '{text}' is not a pool id");
        return null;
    }
}
