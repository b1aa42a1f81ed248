using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.EndToEnd.Crashes;

/// <summary>Kill -9, torn writes, flipped bits, lost index files and full disks while a relay syncs.</summary>
/// <remarks>
/// <c>eng/crash-matrix.sh</c> makes many runs; the tests make a few. POOLTOPOLOGY_CRASH_RUNS says how many,
/// POOLTOPOLOGY_SEED repeats the runs of that seed and the following ones.
/// </remarks>
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    private const int RunsDefault = 5;
    private const int Chunks = 6;

    [Fact]
    public async Task Every_run_restarts_by_itself_and_ends_on_the_same_tip_and_ledger()
    {
        int runs = Number("POOLTOPOLOGY_CRASH_RUNS") ?? RunsDefault;
        int seed = Number("POOLTOPOLOGY_SEED") ?? Random.Shared.Next(1_000_000);
        string root = Directory.CreateTempSubdirectory("pool-crash-").FullName;
        string network = string.Create(CultureInfo.InvariantCulture, $"127.{224 + (Environment.ProcessId % 30)}.{seed % 250}");
        try
        {
            await using CrashMatrix matrix = await CrashMatrix.StartAsync(root, network, Chunks);
            Tell($"{runs} runs from seed {seed}: {matrix.ChainName}, undisturbed in {matrix.SyncTime.TotalSeconds:F1} s, ledger {matrix.Digest[..16]}");
            List<CrashOutcome> outcomes = [];
            List<Exception> failures = [];
            for (int run = 0; run < runs; run++)
            {
                CrashOutcome outcome;
                try
                {
                    outcome = await new CrashRun(matrix, seed + run).RunAsync();
                }
                catch (InvalidOperationException failure)
                {
                    // The other runs may tell more about it.
                    failures.Add(failure);
                    Tell($"FAILED: {failure.Message}");
                    continue;
                }
                outcomes.Add(outcome);
                Tell($"seed {outcome.Seed}: same tip and ledger; {outcome.Repairs} repairs told; {string.Join("; ", outcome.Story)}");
            }
            if (failures.Count > 0)
                throw new AggregateException(failures);
            Tell($"{runs} runs, {outcomes.Sum(outcome => outcome.Kills)} kills, {outcomes.Count(outcome => outcome.WasDiskFull)} full disks, {outcomes.Sum(outcome => outcome.Repairs)} repairs told: all on the same tip and ledger");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private void Tell(FormattableString line)
    {
        string text = FormattableString.Invariant(line);
        output.WriteLine(text);
        // A script that makes hundreds of runs wants to see them go by.
        if (Environment.GetEnvironmentVariable("POOLTOPOLOGY_CRASH_LOG") is { Length: > 0 } log)
            File.AppendAllText(log, text + "\n");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number)
            ? number : null;
}
