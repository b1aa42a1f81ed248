using PoolTopology.Credentials.Errors;
using PoolTopology.Keys.Seeds;

namespace PoolTopology.Keys.Commands;

/// <summary>What a command may touch besides the files that it names.</summary>
/// <param name="Output">Data, and nothing else.</param>
/// <param name="Errors">Sentences for people.</param>
/// <param name="Time">The clock.</param>
/// <param name="Seeds">Randomness.</param>
internal sealed record CommandSurroundings(TextWriter Output, TextWriter Errors, TimeProvider Time, SeedSource Seeds)
{
    /// <summary>Ends a command: prints the error, if there is one.</summary>
    public int End(CredentialError? error) => error is null ? ExitCodes.Done : Refuse(error.Message);

    /// <summary>Ends a command with a sentence.</summary>
    public int Refuse(string sentence, int exitCode = ExitCodes.Error)
    {
        Errors.WriteLine("pool-keys: " + sentence);
        return exitCode;
    }
}
