using System.Globalization;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Up;

/// <summary>The devnet of a state directory: made once by <c>pool-keys</c>, then continued for ever.</summary>
/// <remarks>
/// The cold key stays with the devnet's files; the hot keys move (not copy: a signing key exists once) into the
/// producer's own folder, which no other node is told of.
/// </remarks>
internal static class Devnet
{
    // Long enough to start the nodes before the first slot, short enough not to be waited for.
    private static readonly TimeSpan StartsIn = TimeSpan.FromSeconds(2);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the devnet of a design, or finds it made.</summary>
    /// <inheritdoc cref="CreateOrContinueAsync(StateDirectory, string, DevnetParameters, string, TimeProvider, CancellationToken)"/>
    public static Task<PoolEvent> CreateOrContinueAsync(
        StateDirectory state, PoolDesign design, string poolKeys, TimeProvider time, CancellationToken cancellation) =>
        CreateOrContinueAsync(state, design.ActiveProducer.Name, design.Devnet, poolKeys, time, cancellation);

    /// <summary>Makes the devnet, or finds it made.</summary>
    /// <returns>The event that tells which.</returns>
    /// <exception cref="CommandFailure">pool-keys failed, or the keys belong to another producer.</exception>
    public static async Task<PoolEvent> CreateOrContinueAsync(
        StateDirectory state, string producer, DevnetParameters parameters, string poolKeys, TimeProvider time,
        CancellationToken cancellation)
    {
        StatePaths paths = state.Paths;
        bool exists = Directory.Exists(paths.Devnet);
        if (exists)
            RequireSameProducer(state.Marker, producer);
        else
            await CreateAsync(state, parameters, producer, poolKeys, time, cancellation);

        DevnetFacts facts = DevnetFacts.Parse(await File.ReadAllTextAsync(paths.ShelleyGenesis, cancellation));
        return exists
            ? new DevnetContinued(time.GetUtcNow(), paths.Devnet, facts.SystemStart, facts.NetworkMagic)
            : new DevnetCreated(time.GetUtcNow(), paths.Devnet, facts.SystemStart, facts.NetworkMagic);
    }

    /// <summary>The arguments of <c>pool-keys</c> that make a devnet. Pure.</summary>
    public static IReadOnlyList<string> Arguments(DevnetParameters devnet, string outDirectory, DateTimeOffset systemStart) =>
    [
        "devnet",
        "--out-dir", outDirectory,
        "--pools", "1",
        "--slot-length", Number((decimal)devnet.SlotLength.TotalSeconds),
        "--active-slots-coeff", Number(devnet.ActiveSlotsCoefficient),
        "--security-param", Number(devnet.SecurityParameter),
        "--epoch-length", Number(devnet.EffectiveEpochLengthSlots),
        "--slots-per-kes-period", Number(devnet.SlotsPerKesPeriod),
        "--max-kes-evolutions", Number(devnet.MaxKesEvolutions),
        "--network-magic", Number(devnet.NetworkMagic),
        "--system-start", systemStart.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    ];

    private static async Task CreateAsync(
        StateDirectory state, DevnetParameters parameters, string producer, string poolKeys, TimeProvider time,
        CancellationToken cancellation)
    {
        StatePaths paths = state.Paths;
        if (Directory.Exists(paths.UnfinishedDevnet))
            Directory.Delete(paths.UnfinishedDevnet, recursive: true);

        // Whole seconds, as in every published genesis.
        DateTimeOffset start = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + StartsIn).ToUnixTimeSeconds() + 1);
        await SystemCommand.RunAsync(
            [poolKeys, .. Arguments(parameters, paths.UnfinishedDevnet, start)], "", cancellation);

        MoveHotKeys(Path.Combine(paths.UnfinishedDevnet, "pools", "1"), paths.KeysOf(producer));
        state.SetProducer(producer);

        // The rename is what makes the devnet exist: a run that is killed before it begins again from nothing.
        Directory.Move(paths.UnfinishedDevnet, paths.Devnet);
    }

    private static void MoveHotKeys(string from, string to)
    {
        Directory.CreateDirectory(to, OwnerOnly);
        File.SetUnixFileMode(to, OwnerOnly);
        HotKeys source = HotKeys.Of(from);
        HotKeys target = HotKeys.Of(to);
        foreach ((string old, string @new) in new[]
        {
            (source.Kes, target.Kes), (source.Vrf, target.Vrf), (source.Certificate, target.Certificate),
        })
        {
            File.Move(old, @new, overwrite: true);
            File.SetUnixFileMode(@new, OwnerReads);
        }
    }

    private static void RequireSameProducer(StateMarker marker, string producer)
    {
        if (marker.Producer == producer)
            return;
        throw new CommandFailure(ExitCodes.SafetyRefusal,
            $"the pool's keys are with producer \"{marker.Producer}\", the file says \"{producer}\"",
            "rename the producer back, or start a new chain with --fresh");
    }

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
