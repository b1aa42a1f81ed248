using System.Security.Cryptography;
using Google.Protobuf;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>Brings the keys of the pool's own devnet to the machines that need them.</summary>
/// <remarks>
/// They travel in the session with the agent and lie in no release, log or argument. A key that is there stays; another
/// one in its place is refused by the machine.
/// </remarks>
internal sealed class KeyDelivery(Deployment deployment, Fence fence)
{
    private const uint ReadByOwner = 0x100; // 0400

    /// <summary>Brings what is missing; finds the rest there.</summary>
    /// <exception cref="MachineException">A machine has refused a key, or cannot be reached.</exception>
    public Task BringAsync(IEnumerable<string> machines, CancellationToken cancellation) => Task.WhenAll(
        from machine in machines
        from key in deployment.KeysFor(deployment.Desired[machine])
        select BringAsync(machine, key, cancellation));

    private async Task BringAsync(string machine, KeyAtHand key, CancellationToken cancellation)
    {
        byte[] content = await File.ReadAllBytesAsync(key.SourcePath, cancellation);
        try
        {
            Request request = new()
            {
                PlaceSecret = new PlaceSecret
                {
                    Fence = fence, Path = key.Path, Content = UnsafeByteOperations.UnsafeWrap(content), Sha256 = key.Sha256,
                    Mode = ReadByOwner, Owner = key.Owner,
                },
            };
            await deployment.Sessions.WithAsync(machine, agent => agent.AskAsync(request, cancellation), cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
