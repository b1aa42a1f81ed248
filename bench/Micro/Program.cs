using System.Globalization;
using System.Net;
using PoolTopology.Micro.Crypto;
using PoolTopology.Micro.Decode;
using PoolTopology.Micro.Headers;
using PoolTopology.Micro.Ledger;
using PoolTopology.Micro.Rpc;
using PoolTopology.Micro.Serving;
using PoolTopology.Micro.Storage;
using PoolTopology.Primitives.Chain;

// dotnet run -c Release --project bench/Micro -- <topic>
switch (args)
{
    case ["crypto"]:
        CryptoBenchmark.Run(Console.Out);
        return 0;
    case ["decode"]:
        DecodeBenchmark.Run(Console.Out, folder: null);
        return 0;
    case ["decode", string folder]:
        DecodeBenchmark.Run(Console.Out, folder);
        return 0;
    case ["decode-compare", "all" or "with-transactions", string file]:
        DecodeBenchmark.Compare(Console.Out, args[1], file);
        return 0;
    case ["headers"]:
        HeaderBenchmark.Run(Console.Out);
        return 0;
    case ["ledger", string vectors]:
        LedgerBenchmark.Run(Console.Out, vectors);
        return 0;
    case ["rpc"]:
        await RpcBenchmark.RunAsync(Console.Out);
        return 0;
    case ["storage", string folder, string slotsPerChunk]:
        StorageBenchmark.Run(
            Console.Out, folder, ulong.Parse(slotsPerChunk, CultureInfo.InvariantCulture));
        return 0;
    case ["serving", string server, string magic, .. string[] gigabytes]:
        ServingBenchmark.Run(
            Console.Out,
            IPEndPoint.Parse(server),
            new NetworkMagic(uint.Parse(magic, CultureInfo.InvariantCulture)),
            gigabytes.Length == 0 ? 2 : double.Parse(gigabytes[0], CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: Micro <topic>; topics: crypto, decode [FOLDER], headers, ledger VECTORS, rpc, storage FOLDER SLOTS_PER_CHUNK, "
            + "serving ADDRESS:PORT MAGIC [GIGABYTES]");
        return 64;
}
