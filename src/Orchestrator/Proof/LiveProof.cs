using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Probe;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Carries out sweeps and takes the kernels' notes as evidence.</summary>
/// <param name="vantages">Every place, by name.</param>
/// <param name="measured">The machines whose firewalls are measured.</param>
internal sealed class LiveProof(IReadOnlyDictionary<string, IVantage> vantages, ImmutableArray<string> measured)
{
    /// <summary>So many places send at the same time: sending is work for a processor, not waiting.</summary>
    private static readonly int AtOnce = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Packets between two pauses of a millisecond, by attempt: as fast as possible, then slower and slower.</summary>
    private static readonly int[] Paces = [0, 128, 16];

    /// <summary>Runs the sweeps.</summary>
    /// <remarks>A network may lose packets: a sweep of which some did not arrive is repeated, more slowly, twice.</remarks>
    /// <exception cref="CommandFailure">A place could not do its part.</exception>
    public async Task<ImmutableArray<SweepEvidence>> RunAsync(
        ImmutableArray<PlannedSweep> sweeps, CancellationToken cancellation)
    {
        Dictionary<int, SweepEvidence> evidence = [];
        ImmutableArray<PlannedSweep> open = sweeps;
        try
        {
            for (int attempt = 0; open.Length > 0 && attempt < Paces.Length; attempt++)
            {
                int pace = Paces[attempt];
                open = [.. open.Select(sweep => sweep with { Order = sweep.Order with { PauseEvery = pace } })];
                await ForEachMeasuredAsync((_, place) => place.ArmAsync(cancellation));
                Dictionary<int, SweepReport> reports = await SendAsync(open, cancellation);
                Dictionary<string, WitnessNotes> notes = await ReadNotesAsync(cancellation);
                foreach (PlannedSweep sweep in open)
                    evidence[sweep.Order.SourcePort] = Join(sweep, reports[sweep.Order.SourcePort], notes[sweep.Measured]);
                open = [.. open.Where(sweep => IsWorthAnother(evidence[sweep.Order.SourcePort]))];
            }
        }
        finally
        {
            await ForEachMeasuredAsync((_, place) => place.DisarmAsync(CancellationToken.None));
        }
        return [.. sweeps.Select(sweep => evidence[sweep.Order.SourcePort])];
    }

    /// <summary>Whether every packet of a sweep came to the firewall that it measures.</summary>
    public static bool IsComplete(SweepEvidence sweep) => IsWholeSent(sweep) && sweep.Arrived == sweep.Sent + sweep.Refused;

    /// <summary>Whether a sweep tried as many ports as it names.</summary>
    public static bool IsWholeSent(SweepEvidence sweep) =>
        (UInt128)(sweep.Sent + sweep.Refused) == PortText.Parse(sweep.Ports).Size;

    /// <summary>Where nothing at all arrives something is in between, and slower packets do not get through it either.</summary>
    private static bool IsWorthAnother(SweepEvidence sweep) => !IsComplete(sweep) && sweep.Arrived > 0;

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
            WitnessNotes noted = await place.ReadNotesAsync(cancellation);
            lock (notes)
                notes[name] = noted;
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
}
