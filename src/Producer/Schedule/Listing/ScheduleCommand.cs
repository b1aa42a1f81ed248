using System.CommandLine;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Keys;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary><c>pool-producer schedule</c>: which slots of an epoch are the pool's own.</summary>
/// <param name="output">Where the schedule goes.</param>
/// <param name="errors">Where refusals go.</param>
/// <param name="terminal">Where progress is shown; null where nobody watches.</param>
/// <param name="time">Says which epoch is running, and measures.</param>
internal sealed class ScheduleCommand(TextWriter output, TextWriter errors, TextWriter? terminal, TimeProvider time)
{
    private readonly ScheduleCommandLine _options = new();

    /// <summary>The command, for the program's command line.</summary>
    public Command Create()
    {
        Command command = new(
            "schedule",
            "List the slots of an epoch that the pool leads. Asks no node. The list is confidential: "
            + "who knows it knows when to attack.");
        _options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            ScheduleQuestion question = _options.Read(parsed, time.GetUtcNow());
            // Mainnet's genesis files leave 17 MB behind, which would stay beside all that the search needs.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
            CredentialResult<VrfSigningKey> read = VrfSigningKey.Read(_options.KeyFile(parsed));
            if (!read.IsRead)
                return Refuse(read.Error.Message);
            using VrfSigningKey key = read.Value;
            ScheduleAnswer answer = Answer(question, key, _options.Threads(parsed), cancellation);
            SchedulePrinter.Print(answer, _options.Format(parsed), output);
            return NodeExitCode.Stopped;
        }
        catch (ConfigurationException wrong)
        {
            return Refuse(wrong.Message);
        }
    }

    private ScheduleAnswer Answer(
        ScheduleQuestion question, VrfSigningKey key, int threads, CancellationToken cancellation)
    {
        ScheduleProgress progress = new(question.Count, terminal, time);
        long begun = time.GetTimestamp();
        IReadOnlyList<Slot> own = ScheduleSearch.Find(
            key, question.Election, question.First, question.Count, threads, progress.Add, cancellation);
        progress.End();
        return new ScheduleAnswer(question, key.VerificationKey.Hash32, own, time.GetElapsedTime(begun));
    }

    private int Refuse(string message)
    {
        errors.WriteLine(message);
        return NodeExitCode.Configuration;
    }
}
