using System.Collections.Immutable;
using System.Net;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Pools as bytes.</summary>
/// <remarks>
/// Shape: parameters are <c>[pool id, VRF key hash, pledge, cost, margin, reward account, [* owner], [* relay],
/// [url, hash] or null]</c>; a relay is <c>[0, port, IPv4, IPv6]</c>, <c>[1, port, name]</c> or <c>[2, name]</c>, what
/// is absent null.
/// </remarks>
internal static class PoolCodec
{
    public static void WriteParameters(CborWriter writer, PoolParameters pool)
    {
        writer.WriteArrayStart(9);
        writer.WriteHash(pool.PoolId);
        writer.WriteHash(pool.VrfKeyHash);
        writer.WriteCoin(pool.Pledge);
        writer.WriteCoin(pool.Cost);
        writer.WriteRational(pool.Margin);
        writer.WriteBytes(pool.RewardAccount.ToArray());
        writer.WriteArrayStart(pool.Owners.Length);
        foreach (Hash28 owner in pool.Owners)
            writer.WriteHash(owner);
        writer.WriteArrayStart(pool.Relays.Length);
        foreach (StakePoolRelay relay in pool.Relays)
            WriteRelay(writer, relay);
        if (pool.Metadata is not { } metadata)
        {
            writer.WriteNull();
            return;
        }
        writer.WriteArrayStart(2);
        writer.WriteText(metadata.Url);
        writer.WriteBytes(metadata.Hash.Span);
    }

    public static PoolParameters ReadParameters(ref CborReader reader)
    {
        reader.ReadArrayStart(9);
        return new PoolParameters(
            reader.ReadHash28(),
            reader.ReadHash32(),
            reader.ReadCoin(),
            reader.ReadCoin(),
            reader.ReadRational(),
            RewardAccount.Parse(reader.ReadBytes()),
            ReadOwners(ref reader),
            ReadRelays(ref reader),
            ReadMetadata(ref reader));
    }

    /// <summary>Shape: <c>[parameters, deposit]</c>; the key is in the parameters.</summary>
    public static void WriteRegistered(CborWriter writer, Hash28 poolId, RegisteredPool pool)
    {
        writer.WriteArrayStart(2);
        WriteParameters(writer, pool.Parameters);
        writer.WriteCoin(pool.Deposit);
    }

    public static KeyValuePair<Hash28, RegisteredPool> ReadRegistered(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        RegisteredPool pool = new(ReadParameters(ref reader), reader.ReadCoin());
        return new(pool.Parameters.PoolId, pool);
    }

    private static ImmutableArray<Hash28> ReadOwners(ref CborReader reader)
    {
        Hash28[] owners = new Hash28[reader.ReadCount()];
        for (int i = 0; i < owners.Length; i++)
        {
            int at = reader.Position;
            owners[i] = reader.ReadHash28();
            if (i > 0 && owners[i] <= owners[i - 1])
                throw new CborException(at, $"an owner after {owners[i - 1]}", $"{owners[i]}");
        }
        return [.. owners];
    }

    private static void WriteRelay(CborWriter writer, StakePoolRelay relay)
    {
        switch (relay)
        {
            case StakePoolRelay.SingleHostAddress host:
                writer.WriteArrayStart(4);
                writer.WriteUInt64(0);
                WritePort(writer, host.Port);
                WriteAddress(writer, host.IPv4);
                WriteAddress(writer, host.IPv6);
                break;
            case StakePoolRelay.SingleHostName host:
                writer.WriteArrayStart(3);
                writer.WriteUInt64(1);
                WritePort(writer, host.Port);
                writer.WriteText(host.DnsName);
                break;
            case StakePoolRelay.MultiHostName host:
                writer.WriteArrayStart(2);
                writer.WriteUInt64(2);
                writer.WriteText(host.DnsName);
                break;
            default:
                throw new NotSupportedException($"a relay of the kind {relay.GetType().Name}");
        }
    }

    private static ImmutableArray<StakePoolRelay> ReadRelays(ref CborReader reader)
    {
        int count = reader.ReadCount();
        ImmutableArray<StakePoolRelay>.Builder relays = ImmutableArray.CreateBuilder<StakePoolRelay>();
        for (int i = 0; i < count; i++)
            relays.Add(ReadRelay(ref reader));
        return relays.DrainToImmutable();
    }

    private static StakePoolRelay ReadRelay(ref CborReader reader)
    {
        int at = reader.Position;
        int count = reader.ReadCount();
        ulong kind = reader.ReadUInt64();
        return (kind, count) switch
        {
            (0, 4) => new StakePoolRelay.SingleHostAddress(
                ReadPort(ref reader), ReadAddress(ref reader, 4), ReadAddress(ref reader, 16)),
            (1, 3) => new StakePoolRelay.SingleHostName(ReadPort(ref reader), reader.ReadText()),
            (2, 2) => new StakePoolRelay.MultiHostName(reader.ReadText()),
            _ => throw new CborException(at, "a relay of kind 0, 1 or 2", $"kind {kind} with {count} elements"),
        };
    }

    private static void WritePort(CborWriter writer, ushort? port)
    {
        if (port is ushort number)
            writer.WriteUInt64(number);
        else
            writer.WriteNull();
    }

    private static ushort? ReadPort(ref CborReader reader) => reader.TryReadNull() ? null : reader.ReadUInt16();

    private static void WriteAddress(CborWriter writer, IPAddress? address)
    {
        if (address is not null)
            writer.WriteBytes(address.GetAddressBytes());
        else
            writer.WriteNull();
    }

    private static IPAddress? ReadAddress(ref CborReader reader, int sizeBytes) =>
        reader.TryReadNull() ? null : new IPAddress(reader.ReadBytes(sizeBytes));

    private static PoolMetadata? ReadMetadata(ref CborReader reader)
    {
        if (reader.TryReadNull())
            return null;
        reader.ReadArrayStart(2);
        return new PoolMetadata(reader.ReadText(), reader.ReadBytes().ToArray());
    }
}
