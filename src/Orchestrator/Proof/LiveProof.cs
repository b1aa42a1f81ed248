using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Probe;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Carries out sweeps and takes the kernels' notes as evidence.</summary>
/// <param name="vantages">Every place, by name.</param>
/// <param name="measured">The machines whose firewalls are measured.</param>
internal sealed class LiveProof(IReadOnlyDictionary<string, IVantage> vantages, ImmutableArray<string> measured)
{
    /// <summary>A network may lose packets; a sweep of which some did not arrive is repeated, more slowly, so often.</summary>
    public const int MostAttempts = 3;

    /// <summary>So many places send at the same time.</summary>
    private const int AtOnce = 2;

    private const int SlowPace = 128;

    /// <summary>Runs the sweeps.</summary>
    /// <exception cref="CommandFailure">A command failed, or packets were lost again and again.</exception>
    public async Task<ImmutableArray<SweepEvidence>> RunAsync(
        ImmutableArray<PlannedSweep> sweeps, CancellationToken cancellation)
    {
        Dictionary<int, SweepEvidence> evidence = [];
        ImmutableArray<PlannedSweep> open = sweeps;
        try
        {
            for (int attempt = 1; open.Length > 0; attempt++)
            {
                if (attempt > MostAttempts)
                    throw Lost(open[0], evidence[open[0].Order.SourcePort]);
                await ForEachMeasuredAsync((_, place) => place.RunAsync(["nft", "-f", "-"], Witness.Install(), cancellation));
                Dictionary<int, SweepReport> reports = await SendAsync(open, cancellation);
                Dictionary<string, WitnessNotes> notes = await ReadNotesAsync(cancellation);
                foreach (PlannedSweep sweep in open)
                    evidence[sweep.Order.SourcePort] = Join(sweep, reports[sweep.Order.SourcePort], notes[sweep.Measured]);
                open = [.. open.Where(sweep => !IsComplete(evidence[sweep.Order.SourcePort]))
                    .Select(sweep => sweep with { Order = sweep.Order with { PauseEvery = SlowPace } })];
            }
        }
        finally
        {
            await ForEachMeasuredAsync((_, place) => place.RunAsync(["nft", "-f", "-"], Witness.Remove(), CancellationToken.None));
        }
        return [.. sweeps.Select(sweep => evidence[sweep.Order.SourcePort])];
    }

    /// <summary>Whether every packet of a sweep came to the firewall that it measures.</summary>
    public static bool IsComplete(SweepEvidence sweep)
    {
        int sent = sweep.Sent + sweep.Refused;
        return sweep.Arrived == sent && (UInt128)sent == PortText.Parse(sweep.Ports).Size;
    }

    private async Task<Dictionary<int, SweepReport>> SendAsync(
        ImmutableArray<PlannedSweep> sweeps, CancellationToken cancellation)
    {
        using SemaphoreSlim turns = new(AtOnce);
        IReadOnlyList<SweepReport>[] reports = await Task.WhenAll(sweeps.GroupBy(sweep => sweep.From).Select(async place =>
        {
            await turns.WaitAsync(cancellation);
            try
            {
                return await vantages[place.Key].SweepAsync([.. place.Select(sweep => sweep.Order)], cancellation);
            }
            finally
            {
                turns.Release();
            }
        }));
        return reports.SelectMany(one => one).ToDictionary(report => report.SourcePort);
    }

    private async Task<Dictionary<string, WitnessNotes>> ReadNotesAsync(CancellationToken cancellation)
    {
        Dictionary<string, WitnessNotes> notes = [];
        await ForEachMeasuredAsync(async (name, place) =>
        {
            string listing = await place.RunAsync(["nft", "-j", "list", "table", "inet", Witness.Table], "", cancellation);
            lock (notes)
                notes[name] = Witness.Read(listing);
        });
        return notes;
    }

    private Task ForEachMeasuredAsync(Func<string, IVantage, Task> act) =>
        Task.WhenAll(measured.Select(name => act(name, vantages[name])));

    private static SweepEvidence Join(PlannedSweep sweep, SweepReport report, WitnessNotes notes) => new(
        sweep.From,
        sweep.To,
        sweep.Way,
        sweep.Family,
        sweep.Order.Protocol,
        sweep.Order.Source,
        sweep.Order.Target,
        sweep.Order.SourcePort,
        sweep.Order.Ports,
        report.Sent,
        report.Refused,
        notes.ArrivedOf(sweep.Order.SourcePort),
        PortText.Write(notes.PassedOf(sweep.Order.SourcePort)),
        report.Answered,
        Math.Round(report.Milliseconds, 1));

    private static CommandFailure Lost(PlannedSweep sweep, SweepEvidence seen) => new(
        ExitCodes.VerificationFailed,
        $"of {seen.Sent + seen.Refused} packets from {sweep.From} to {sweep.To} ({sweep.Family} {seen.Protocol}) " +
        $"{seen.Arrived} came to the firewall of {sweep.Measured}, {MostAttempts} times in a row: nothing is proved",
        "the machine is overloaded, or something before its firewall drops packets");
}
