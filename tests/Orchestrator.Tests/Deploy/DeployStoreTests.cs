using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;
using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Deploy;

public sealed class DeployStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SaveObserved_by_many_at_once_leaves_one_whole_answer()
    {
        DeployStore store = DeployStore.Open(_folder["state"]);
        byte[] seen = Google.Protobuf.MessageExtensions.ToByteArray(new ObservedMachine { Os = new string('d', 100_000) });
        await Parallel.ForAsync(0, 64, (_, _) =>
        {
            store.SaveObserved("vault", seen);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(100_000, store.FindObserved("vault")!.Os.Length);
    }

    [Fact]
    public void FindObserved_of_what_cannot_be_read_is_nothing()
    {
        DeployStore store = DeployStore.Open(_folder["state"]);
        store.SaveObserved("vault", [0xff, 0xff, 0xff]);
        Assert.Null(store.FindObserved("vault"));
        Assert.Null(store.FindObserved("edge-1"));
    }

    [Fact]
    public void Open_keeps_the_folder_of_requests_to_its_owner()
    {
        Directory.CreateDirectory(Path.Combine(_folder["state"], "rollout"));
        File.SetUnixFileMode(Path.Combine(_folder["state"], "rollout"), (UnixFileMode)0b111_111_101);
        DeployStore.Open(_folder["state"]);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(_folder["state"], "rollout")));
    }
}
