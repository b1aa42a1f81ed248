using PoolTopology.Micro.Crypto;
using PoolTopology.Micro.Headers;

// dotnet run -c Release --project bench/Micro -- <topic>
switch (args)
{
    case ["crypto"]:
        CryptoBenchmark.Run(Console.Out);
        return 0;
    case ["headers"]:
        HeaderBenchmark.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: Micro <topic>; topics: crypto, headers");
        return 64;
}
