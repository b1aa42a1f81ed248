using PoolTopology.Micro.Crypto;
using PoolTopology.Micro.Headers;
using PoolTopology.Micro.Ledger;
using PoolTopology.Micro.Rpc;
using PoolTopology.Micro.Storage;

// dotnet run -c Release --project bench/Micro -- <topic>
switch (args)
{
    case ["crypto"]:
        CryptoBenchmark.Run(Console.Out);
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
            Console.Out, folder, ulong.Parse(slotsPerChunk, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("usage: Micro <topic>; topics: crypto, headers, ledger VECTORS, rpc, storage FOLDER SLOTS_PER_CHUNK");
        return 64;
}
