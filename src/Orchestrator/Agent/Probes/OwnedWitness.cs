using System.Text.Json;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Probes;

/// <summary>The table that counts probes, for as long as this is not disposed and this process lives.</summary>
/// <remarks>
/// It belongs to a child, nft, that reads from this process: when the agent is gone, however it went, nft's input ends,
/// nft ends, and the kernel removes what nft owned. Turns keep everybody from changing the machine meanwhile.
/// </remarks>
internal sealed class OwnedWitness : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ListLimit = TimeSpan.FromSeconds(30);

    private readonly IMachineCommands _commands;
    private readonly IDisposable[] _turns;
    private readonly IRunningCommand _owner;

    private OwnedWitness(IMachineCommands commands, IDisposable[] turns, IRunningCommand owner) =>
        (_commands, _turns, _owner) = (commands, turns, owner);

    /// <summary>Puts the table in place, empty.</summary>
    /// <param name="commands">The machine's programs.</param>
    /// <param name="turns">What is given back when it is disposed; also where this throws.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MachineFailure">nft or the kernel refused.</exception>
    public static async Task<OwnedWitness> PlaceAsync(
        IMachineCommands commands, IDisposable[] turns, CancellationToken cancellation)
    {
        IRunningCommand? owner = null;
        try
        {
            // An ordinary table of that name may stand here since a proof that had no owner for it was killed.
            await commands.RunAsync(["nft", "-f", "-"], Witness.Remove(), ListLimit, cancellation);
            owner = commands.Start(["nft", "-i"]);
            await owner.WriteLineAsync(Witness.InstallOwned(), cancellation);
            await owner.WriteLineAsync("list tables inet", cancellation);
            await AwaitTableAsync(owner, cancellation);
            return new OwnedWitness(commands, turns, owner);
        }
        catch (Exception failed)
        {
            string said = "";
            if (owner is not null)
            {
                await owner.DisposeAsync();
                said = await owner.ErrorsAsync();
            }

            Release(turns);
            if (failed is not IOException and not TimeoutException)
                throw;
            throw new MachineFailure(
                Refused.Types.Code.CommandFailed,
                $"the table that counts probes could not be put in place (it needs Linux 5.12): {said.Trim().Split('\n')[0]}", failed);
        }
    }

    /// <summary>What it has counted.</summary>
    public async Task<Probe.WitnessNotes> ReadAsync(CancellationToken cancellation)
    {
        List<string> listings = [];
        foreach (string[] command in Witness.Listings)
        {
            CommandOutcome listing = await _commands.RunAsync(command, "", ListLimit, cancellation);
            if (listing.ExitCode != 0)
                throw new MachineFailure(
                    Refused.Types.Code.CommandFailed, $"the table that counts probes is gone: {listing.Errors.Trim()}");
            listings.Add(listing.Output);
        }

        try
        {
            return Witness.Read(listings);
        }
        catch (JsonException cut)
        {
            throw new MachineFailure(
                Refused.Types.Code.CommandFailed, $"nft's listing of what was counted cannot be read: {cut.Message}", cut);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        Release(_turns);
    }

    private static async Task AwaitTableAsync(IRunningCommand owner, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StartPatience);
        try
        {
            while (await owner.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.Contains(Witness.Table, StringComparison.Ordinal))
                    return;
            }

            throw new IOException("nft has ended");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("nft does not say that the table is there");
        }
    }

    private static void Release(IDisposable[] turns)
    {
        foreach (IDisposable turn in turns)
            turn.Dispose();
    }
}
