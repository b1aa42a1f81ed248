using System.Collections.Immutable;
using Google.Protobuf;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Everything that a machine must hold for one generation.</summary>
/// <param name="Hash">SHA-256 of the manifest's bytes: the release's name.</param>
/// <param name="ManifestBytes">The manifest as it is sent.</param>
/// <param name="Files">What it holds.</param>
/// <param name="Programs">The programs among them.</param>
internal sealed record MachineRelease(
    string Hash, ByteString ManifestBytes, ImmutableArray<ManifestFile> Files, ImmutableArray<ReleaseProgram> Programs);
