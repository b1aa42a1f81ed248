using System.CommandLine;
using PoolTopology.Keys.Devnet;
using PoolTopology.Keys.Seeds;

namespace PoolTopology.Keys.Commands;

/// <summary><c>devnet</c>: a whole network of one's own, for trying and testing.</summary>
internal static class DevnetCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        DevnetOptions options = new();
        Command command = new(
            "devnet",
            "Write a network of your own: genesis files, config.json and the keys of its pools.\n" +
            "The chain begins in Conway; the pools hold equal stake; nothing is minted or taxed.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if (options.Read(parsed, surroundings.Time.GetUtcNow(), out string? error) is not { } parameters)
                return surroundings.Refuse(error!, ExitCodes.Usage);
            foreach (string sentence in parameters.Errors())
                surroundings.Refuse(sentence);
            if (parameters.Errors().Count > 0)
                return ExitCodes.Usage;
            SeedSource seeds = parsed.GetValue(options.Seed) is { } text
                ? new RepeatableSeeds(text)
                : surroundings.Seeds;
            return surroundings.End(DevnetFolder.Write(parsed.GetRequiredValue(options.Folder), parameters, seeds));
        });
        return command;
    }
}
