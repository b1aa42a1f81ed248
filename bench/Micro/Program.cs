using PoolTopology.Micro.Crypto;
using PoolTopology.Micro.Rpc;

// dotnet run -c Release --project bench/Micro -- <topic>
switch (args)
{
    case ["crypto"]:
        CryptoBenchmark.Run(Console.Out);
        return 0;
    case ["rpc"]:
        await RpcBenchmark.RunAsync(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: Micro <topic>; topics: crypto, rpc");
        return 64;
}
