using System.Text.Json;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>How one <c>pool</c> asks another, which carries a rollout out, to pause, go on, promote or abort.</summary>
internal sealed class RequestBox(string folder)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.3);

    /// <summary>Puts a request in.</summary>
    public void Post(RolloutEvent wish)
    {
        string path = Path.Combine(folder, $"{wish.At.UtcTicks:d20}-{Environment.ProcessId}.json");
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(wish, RolloutJson.Default.RolloutEvent));
        File.Move(path + ".new", path);
    }

    /// <summary>Hands requests on, oldest first, until it is stopped.</summary>
    public async Task ServeAsync(Action<RolloutEvent> ask, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                foreach (RolloutEvent wish in Take())
                    ask(wish);
                await Task.Delay(LookEvery, time, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The rollout is over.
        }
    }

    /// <summary>Takes everything out; what cannot be read is dropped.</summary>
    public IReadOnlyList<RolloutEvent> Take()
    {
        List<RolloutEvent> wishes = [];
        foreach (string path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            byte[] bytes = File.ReadAllBytes(path);
            File.Delete(path);
            try
            {
                if (JsonSerializer.Deserialize(bytes, RolloutJson.Default.RolloutEvent)
                    is (RolloutPaused or RolloutContinued or RolloutPromoted or AbortAsked or OperatorActed) and { } wish)
                    wishes.Add(wish);
            }
            catch (JsonException)
            {
                // Nobody but pool writes here; a file that is not ours asks for nothing.
            }
        }

        return wishes;
    }
}
