using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.StockClients;

/// <summary>One healthy pool for all clients that only look at it.</summary>
public sealed class SharedPool : IAsyncLifetime
{
    /// <summary>The name of the collection of tests that share it.</summary>
    public const string Name = "shared pool";

    internal PoolFolder Folder { get; } = new();

    internal PoolRun Run { get; private set; } = null!;

    public async Task InitializeAsync() => Run = await PoolRun.StartHealthyAsync(Folder);

    public async Task DisposeAsync()
    {
        await Run.DisposeAsync();
        Folder.Dispose();
    }

    [CollectionDefinition(Name)]
    public sealed class Definition : ICollectionFixture<SharedPool>;
}
